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

run "images_by_digest" {
  command = plan

  assert {
    condition     = yamldecode(kubectl_manifest.this.yaml_body).spec.image == "quay.io/ansible/galaxy-ng@sha256" && yamldecode(kubectl_manifest.this.yaml_body).spec.image_version == "0000000000000000000000000000000000000000000000000000000000000000" && yamldecode(kubectl_manifest.this.yaml_body).spec.image_web == "quay.io/ansible/galaxy-ui@sha256" && yamldecode(kubectl_manifest.this.yaml_body).spec.image_web_version == "0000000000000000000000000000000000000000000000000000000000000000"
    error_message = "The operator writes image:version, which is a reference by digest then."
  }
}

run "images_by_tag_in_dev" {
  command = plan

  variables {
    image = { repository = "quay.io/ansible/galaxy-ng", tag = "4.10.1" }
  }

  assert {
    condition     = yamldecode(kubectl_manifest.this.yaml_body).spec.image == "quay.io/ansible/galaxy-ng" && yamldecode(kubectl_manifest.this.yaml_body).spec.image_version == "4.10.1"
    error_message = "A tag."
  }
}

run "no_secret_in_the_resource" {
  command = plan

  assert {
    condition     = !can(regex("(?i)(password|secret_access_key|token): \"?[^\"]*=", kubectl_manifest.this.yaml_body)) && alltrue([for k, v in yamldecode(kubectl_manifest.this.yaml_body).spec : !endswith(k, "_secret") || can(regex("^galaxy-", v))])
    error_message = "Names of Secrets only."
  }
}

run "network" {
  command = plan

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].policy_types == tolist(["Ingress", "Egress"])
    error_message = "Both directions are limited."
  }

  assert {
    condition     = alltrue([for i in kubernetes_network_policy_v1.this.spec[0].ingress : length(i.from) > 0 && length(i.ports) > 0])
    error_message = "A rule without from or ports would let everyone in."
  }

  assert {
    condition     = alltrue([for e in kubernetes_network_policy_v1.this.spec[0].egress : length(e.to) > 0 && length(e.ports) > 0])
    error_message = "A rule without to or ports would let everything out."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].pod_selector[0].match_labels == tomap({ "app.kubernetes.io/managed-by" = "galaxy-operator" })
    error_message = "The policy must select the workload's pods."
  }

  assert {
    condition     = toset([for p in kubernetes_network_policy_v1.this.spec[0].ingress[0].ports : p.port]) == toset(["24817", "24816", "6379", "8080"])
    error_message = "Among themselves, on their ports."
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.this.spec[0].ingress) == 2 && kubernetes_network_policy_v1.this.spec[0].ingress[0].from[0].pod_selector[0].match_labels == tomap({ "app.kubernetes.io/managed-by" = "galaxy-operator" })
    error_message = "Nobody else may connect until namespaces are named."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].ingress[1].from[0].pod_selector[0].match_labels == tomap({ "control-plane" = "controller-manager" }) && kubernetes_network_policy_v1.this.spec[0].ingress[1].ports[*].port == tolist(["8080"])
    error_message = "But the operator, which asks the web pods for the status."
  }

  assert {
    condition     = [for e in kubernetes_network_policy_v1.this.spec[0].egress : toset([for p in e.ports : p.port])] == [toset(["53"]), toset(["5432"]), toset(["24817", "24816", "6379", "8080"]), toset(["80", "9000"])]
    error_message = "Names, database, each other, S3."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].egress[1].to[0].pod_selector[0].match_labels == tomap({ "cnpg.io/cluster" = "packages-db" }) && kubernetes_network_policy_v1.this.spec[0].egress[1].to[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "packages" }) && kubernetes_network_policy_v1.this.spec[0].egress[3].to[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "object-store" })
    error_message = "Only theirs."
  }
}

run "network_with_everything" {
  command = plan

  variables {
    storage        = { s3_secret = "galaxy-s3", cidrs = ["203.0.113.0/24"] }
    remote_cidrs   = ["198.51.100.0/24"]
    network_policy = { ingress_namespaces = ["ci"], extra_egress_cidrs = [{ cidr = "10.0.0.0/8", ports = [8443] }] }
    probe          = { prober_url = "blackbox.monitoring.svc:9115" }
  }

  assert {
    condition     = { from = [for f in kubernetes_network_policy_v1.this.spec[0].ingress[2].from : f.namespace_selector[0].match_labels["kubernetes.io/metadata.name"]], ports = [for p in kubernetes_network_policy_v1.this.spec[0].ingress[2].ports : p.port] } == { from = ["ci", "monitoring"], ports = ["8080"] }
    error_message = "Clients and the blackbox exporter reach the web pods."
  }

  assert {
    condition     = [for e in slice([for e in kubernetes_network_policy_v1.this.spec[0].egress : e], 3, 6) : "${e.to[0].ip_block[0].cidr} ${e.ports[0].port}"] == ["203.0.113.0/24 443", "198.51.100.0/24 443", "10.0.0.0/8 8443"]
    error_message = "S3, remotes, and what was asked for."
  }
}

run "operator_in_a_namespace_that_denies_everything" {
  command = plan

  variables {
    kubernetes_api_cidrs = ["10.0.0.1/32"]
  }

  assert {
    condition     = [for e in kubernetes_network_policy_v1.operator.spec[0].egress : toset(e.ports[*].port)] == [toset(["53"]), toset(["443", "6443"]), toset(["8080", "24880"])] && length(kubernetes_network_policy_v1.operator.spec[0].ingress) == 0
    error_message = "Names, the API server, Galaxy's web pods; nobody comes in."
  }

  assert {
    condition     = kubernetes_network_policy_v1.operator.spec[0].egress[1].to[*].ip_block[0].cidr == tolist(["10.0.0.1/32"]) && kubernetes_network_policy_v1.operator.spec[0].egress[2].to[0].pod_selector[0].match_labels == tomap({ "app.kubernetes.io/managed-by" = "galaxy-operator" })
    error_message = "No other server, no other pods."
  }
}

run "no_network_policy" {
  command = plan

  variables {
    network_policy = { enabled = false }
  }

  assert {
    condition     = kubernetes_network_policy_v1.this == null && kubernetes_network_policy_v1.operator == null
    error_message = "It can be declined."
  }
}
