mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  namespace   = "galaxy"
  environment = "dev"
  image       = { repository = "quay.io/ansible/galaxy-ng", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  web_image   = { repository = "quay.io/ansible/galaxy-ui", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }

  database                   = { secret_name = "galaxy-postgres", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" } }
  storage                    = { s3_secret = "galaxy-s3", endpoint = "http://minio.object-store.svc" }
  admin_password_secret_name = "galaxy-admin"
}

run "galaxy" {
  command = plan

  assert {
    condition     = yamldecode(kubectl_manifest.this.yaml_body).apiVersion == "galaxy.ansible.com/v1beta1" && yamldecode(kubectl_manifest.this.yaml_body).kind == "Galaxy" && yamldecode(kubectl_manifest.this.yaml_body).metadata.name == "galaxy" && yamldecode(kubectl_manifest.this.yaml_body).metadata.namespace == "galaxy"
    error_message = "What galaxy-operator reads."
  }

  assert {
    condition     = kubectl_manifest.this.server_side_apply && kubectl_manifest.this.field_manager == "opentofu"
    error_message = "Applied by the server."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.this.yaml_body).spec.storage_type == "S3" && yamldecode(kubectl_manifest.this.yaml_body).spec.object_storage_s3_secret == "galaxy-s3" && yamldecode(kubectl_manifest.this.yaml_body).spec.postgres_configuration_secret == "galaxy-postgres" && yamldecode(kubectl_manifest.this.yaml_body).spec.admin_password_secret == "galaxy-admin"
    error_message = "Secrets by name."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.this.yaml_body).spec.ingress_type == "none" && yamldecode(kubectl_manifest.this.yaml_body).spec.no_log == true && yamldecode(kubectl_manifest.this.yaml_body).spec.redis_storage_size == "20Gi"
    error_message = "The way in is ours; the operator prints no secret."
  }

  assert {
    condition     = output.resources == { replicas = 1, cpu = "2", memory = "3Gi", storage = "20Gi", group = "full", optional = true }
    error_message = "The plan counts 2 CPU, 3Gi and 20Gi, got ${jsonencode(output.resources)}."
  }

  assert {
    condition     = sum([for r in ["api", "content", "worker", "web"] : tonumber(trimsuffix(yamldecode(kubectl_manifest.this.yaml_body).spec[r].resource_requirements.requests.cpu, "m"))]) + tonumber(trimsuffix(yamldecode(kubectl_manifest.this.yaml_body).spec.redis_resource_requirements.requests.cpu, "m")) == 2000
    error_message = "And the roles add up to it."
  }

  assert {
    condition     = output.secret_names == tolist(["galaxy-postgres", "galaxy-s3", "galaxy-admin"]) && output.service == { name = "galaxy-web-svc", port = 24880 } && output.namespace == "galaxy"
    error_message = "Stacks hand these on."
  }

  assert {
    condition     = length(output.ansible_servers) == 0 && output.api_url == "http://galaxy-web-svc.galaxy.svc:24880/api/galaxy/" && output.url == "http://galaxy-web-svc.galaxy.svc:24880"
    error_message = "Within the cluster."
  }

  assert {
    condition     = length(kubectl_manifest.operator) == 0
    error_message = "The operator is somebody else's."
  }
}

run "pulp" {
  command = plan

  variables {
    mode = "pulp"
  }

  assert {
    condition     = yamldecode(kubectl_manifest.this.yaml_body).apiVersion == "repo-manager.pulpproject.org/v1" && yamldecode(kubectl_manifest.this.yaml_body).kind == "Pulp" && yamldecode(kubectl_manifest.this.yaml_body).spec.database.external_db_secret == "galaxy-postgres" && yamldecode(kubectl_manifest.this.yaml_body).spec.object_storage_s3_secret == "galaxy-s3" && yamldecode(kubectl_manifest.this.yaml_body).spec.cache.enabled == true
    error_message = "What pulp-operator reads."
  }

  assert {
    condition     = !can(yamldecode(kubectl_manifest.this.yaml_body).spec.storage_type) && !can(yamldecode(kubectl_manifest.this.yaml_body).spec.postgres_configuration_secret) && !can(yamldecode(kubectl_manifest.this.yaml_body).spec.no_log)
    error_message = "And nothing that it does not know."
  }

  assert {
    condition     = output.api_url == "http://galaxy-web-svc.galaxy.svc:24880/pulp/api/v3/" && length(output.ansible_servers) == 0
    error_message = "Its own API."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].pod_selector[0].match_labels == tomap({ "app.kubernetes.io/managed-by" = "pulp-operator" })
    error_message = "Its pods."
  }
}
