mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  name        = "bazel-cache"
  namespace   = "bazel-cache"
  environment = "dev"
  s3          = { endpoint = "minio.object-store.svc:80", bucket = "bazel-cache", tls = false, credentials_secret = "bazel-cache-s3" }
  auth        = { mode = "htpasswd", htpasswd_secret = "bazel-cache-htpasswd" }
}

run "two_replicas_of_one_cpu_and_two_gib" {
  command = plan

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].replicas == "2"
    error_message = "Two pods, got ${kubernetes_deployment_v1.this.spec[0].replicas}."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].resources[0].requests == tomap({ cpu = "1", memory = "2Gi", ephemeral-storage = "20Gi" })
    error_message = "The plan counts 1 CPU and 2Gi a pod; the scheduler must know of the disk."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].resources[0].limits == tomap({ memory = "2Gi" })
    error_message = "Memory is limited, CPU is not."
  }

  assert {
    condition     = output.resources == { replicas = 2, cpu = "1", memory = "2Gi", storage = "0Gi", group = "minimum", optional = false }
    error_message = "This row is what the capacity table counts: 2 CPU, 4Gi, no claimed storage; got ${jsonencode(output.resources)}."
  }

  assert {
    condition     = output.resources.replicas * tonumber(output.resources.cpu) == 2 && output.resources.replicas * tonumber(trimsuffix(output.resources.memory, "Gi")) == 4
    error_message = "The minimum of the plan is 2 CPU and 4Gi."
  }
}

run "deployment_on_empty_dir" {
  command = plan

  assert {
    condition     = kubernetes_stateful_set_v1.this == null
    error_message = "There must be one workload, the Deployment."
  }

  assert {
    condition     = [for v in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].volume : v.empty_dir[0].size_limit if v.name == "data"] == ["20Gi"]
    error_message = "The volume is 20 GiB."
  }

  assert {
    condition     = output.max_size_gib == 17
    error_message = "85 % of 20 GiB, got ${output.max_size_gib}."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].image == "quay.io/bazel-remote/bazel-remote:v2.6.2"
    error_message = "Got ${kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].image}."
  }

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].strategy[0].rolling_update[0].max_unavailable == "0"
    error_message = "A new pod is ready before an old one goes."
  }
}

run "autoscaling" {
  command = plan

  assert {
    condition     = kubernetes_horizontal_pod_autoscaler_v2.this.spec[0].min_replicas == 2 && kubernetes_horizontal_pod_autoscaler_v2.this.spec[0].max_replicas == 4
    error_message = "Two to four pods."
  }

  assert {
    condition     = kubernetes_horizontal_pod_autoscaler_v2.this.spec[0].behavior[0].scale_down[0].stabilization_window_seconds == 1800
    error_message = "A pod that goes takes a warm disk with it: not before half an hour."
  }

  assert {
    condition     = [for m in kubernetes_horizontal_pod_autoscaler_v2.this.spec[0].metric : "${m.resource[0].name} ${m.resource[0].target[0].average_utilization}"] == ["cpu 70"]
    error_message = "CPU at 70 %, and no memory: a cache never gives it back."
  }

  assert {
    condition     = kubernetes_horizontal_pod_autoscaler_v2.this.spec[0].scale_target_ref[0].kind == "Deployment" && kubernetes_horizontal_pod_autoscaler_v2.this.spec[0].scale_target_ref[0].name == kubernetes_deployment_v1.this.metadata[0].name
    error_message = "It must scale the workload that is there."
  }

  assert {
    condition     = kubernetes_pod_disruption_budget_v1.this.spec[0].max_unavailable == "1"
    error_message = "One pod at a time may be drained."
  }
}

run "ports" {
  command = plan

  assert {
    condition     = [for p in kubernetes_service_v1.this.spec[0].port : "${p.name} ${p.port} ${p.target_port} ${p.app_protocol}"] == ["grpc 9092 grpc kubernetes.io/h2c", "http 8080 http http"]
    error_message = "gRPC on 9092, HTTP on 8080, named as proxies need them."
  }

  assert {
    condition     = kubernetes_service_v1.this.spec[0].type == "ClusterIP" && kubernetes_service_v1.headless.spec[0].cluster_ip == "None"
    error_message = "One Service balances, one names each pod."
  }

  assert {
    condition     = [for p in kubernetes_deployment_v1.this.spec[0].template[0].spec[0].container[0].port : "${p.name} ${p.container_port}"] == ["grpc 9092", "http 8080"]
    error_message = "The container names the ports that Services target."
  }

  assert {
    condition     = output.service == { name = "bazel-cache", grpc_port = 9092, http_port = 8080 }
    error_message = "Got ${jsonencode(output.service)}."
  }
}

run "nothing_is_exposed" {
  command = plan

  assert {
    condition     = kubectl_manifest.grpc_route == null && kubectl_manifest.http_route == null && kubernetes_service_v1.load_balancer == null && length(kubernetes_ingress_v1.this) == 0
    error_message = "Only the cluster may reach it by default."
  }

  assert {
    condition     = output.external_grpc_endpoint == null && output.external_http_endpoint == null && output.bazelrc.external == null
    error_message = "Without a way in there is no address outside."
  }

  assert {
    condition     = kubernetes_config_map_v1.dashboard == null
    error_message = "The dashboard is opt-in."
  }
}

run "endpoints" {
  command = plan

  assert {
    condition     = output.grpc_endpoint == "grpc://bazel-cache.bazel-cache.svc:9092"
    error_message = "Got ${output.grpc_endpoint}."
  }

  assert {
    condition     = output.http_endpoint == "http://bazel-cache.bazel-cache.svc:8080"
    error_message = "Got ${output.http_endpoint}."
  }

  assert {
    condition     = output.headless_grpc_address == "bazel-cache-headless.bazel-cache.svc:9092"
    error_message = "Got ${output.headless_grpc_address}."
  }

  assert {
    condition     = output.bazelrc.ci_internal == "common --remote_cache=grpc://bazel-cache.bazel-cache.svc:9092\ncommon --remote_upload_local_results=true\ncommon --remote_cache_compression\ncommon --remote_timeout=60s\ncommon --remote_local_fallback\n"
    error_message = "Got ${output.bazelrc.ci_internal}"
  }

  assert {
    condition     = output.s3_bucket == "bazel-cache" && output.namespace == "bazel-cache"
    error_message = "Stacks hand these on."
  }

  assert {
    condition     = output.secret_names == tolist(["bazel-cache-s3", "bazel-cache-htpasswd"])
    error_message = "Got ${jsonencode(output.secret_names)}."
  }
}

run "one_replica_in_dev_has_no_budget" {
  command = plan

  variables {
    replicas = { min = 1, max = 2 }
  }

  assert {
    condition     = kubernetes_pod_disruption_budget_v1.this == null
    error_message = "A budget for one pod blocks every node drain."
  }
}
