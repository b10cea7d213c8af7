mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  name        = "attic-db"
  namespace   = "attic"
  environment = "dev"
  database    = { name = "attic", owner = "attic" }
  storage     = { size = "20Gi" }
  backup      = { bucket = "pg-backup", endpoint = "http://minio.object-store.svc", credentials_secret = { name = "pg-backup-s3" } }
}

run "only_over_tls" {
  command = plan

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.postgresql.pg_hba == ["hostssl all all all scram-sha-256", "hostnossl all all all reject"]
    error_message = "The operator appends a rule that would let passwords travel in clear text."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.enableSuperuserAccess == false && !can(yamldecode(kubectl_manifest.cluster.yaml_body).spec.superuserSecret) && !can(yamldecode(kubectl_manifest.cluster.yaml_body).spec.managed)
    error_message = "No password of the superuser, no further roles."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.cluster.yaml_body).spec.seccompProfile == { type = "RuntimeDefault" }
    error_message = "seccomp is on."
  }

  assert {
    condition     = !can(yamldecode(kubectl_manifest.cluster.yaml_body).spec.securityContext) && !can(yamldecode(kubectl_manifest.cluster.yaml_body).spec.podSecurityContext)
    error_message = "The operator's: non-root, read-only root file system, no capabilities."
  }
}

run "no_secret_is_made" {
  command = plan

  assert {
    condition     = !can(yamldecode(kubectl_manifest.cluster.yaml_body).spec.bootstrap.initdb.secret)
    error_message = "The operator makes the password: it is in no plan and no state."
  }

  assert {
    condition     = !can(regex("(?i)password: ", kubectl_manifest.cluster.yaml_body))
    error_message = "Nor in the manifest."
  }
}

run "exact_ways_in" {
  command = plan

  variables {
    clients = [{ namespace = "attic", pod_labels = { app = "attic" } }]
  }

  assert {
    condition     = toset(kubernetes_network_policy_v1.this.spec[0].policy_types) == toset(["Ingress", "Egress"])
    error_message = "Both ways."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].pod_selector[0].match_labels == tomap({ "cnpg.io/cluster" = "attic-db" })
    error_message = "All pods of the cluster, the Jobs among them."
  }

  assert {
    condition     = alltrue([for r in kubernetes_network_policy_v1.this.spec[0].ingress : length(r.from) > 0 && length(r.ports) > 0]) && alltrue([for r in kubernetes_network_policy_v1.this.spec[0].egress : length(r.to) > 0 && length(r.ports) > 0])
    error_message = "A rule without them would mean everyone."
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.this.spec[0].ingress) == 4
    error_message = "Each other, the operator, the client, Prometheus."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].ingress[0].from[0].pod_selector[0].match_labels == tomap({ "cnpg.io/cluster" = "attic-db" }) && length(kubernetes_network_policy_v1.this.spec[0].ingress[0].from[0].namespace_selector) == 0 && [for p in kubernetes_network_policy_v1.this.spec[0].ingress[0].ports : p.port] == ["5432", "8000"]
    error_message = "Instances reach each other."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].ingress[1].from[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "cnpg-system" }) && kubernetes_network_policy_v1.this.spec[0].ingress[1].from[0].pod_selector[0].match_labels == tomap({ "app.kubernetes.io/name" = "cloudnative-pg" }) && [for p in kubernetes_network_policy_v1.this.spec[0].ingress[1].ports : p.port] == ["5432", "8000"]
    error_message = "The operator reaches both ports."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].ingress[2].from[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "attic" }) && kubernetes_network_policy_v1.this.spec[0].ingress[2].from[0].pod_selector[0].match_labels == tomap({ app = "attic" }) && [for p in kubernetes_network_policy_v1.this.spec[0].ingress[2].ports : p.port] == ["5432"]
    error_message = "Clients reach PostgreSQL, and nothing else."
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.this.spec[0].ingress[2].from) == 1
    error_message = "Only those that are named."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].ingress[3].from[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "monitoring" }) && [for p in kubernetes_network_policy_v1.this.spec[0].ingress[3].ports : p.port] == ["9187"]
    error_message = "Prometheus reaches the metrics."
  }
}

run "exact_ways_out" {
  command = plan

  variables {
    kubernetes_api_cidrs = ["10.0.0.1/32"]
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.this.spec[0].egress) == 4
    error_message = "Names, each other, the API server, the object store."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].egress[0].to[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "kube-system" }) && toset([for p in kubernetes_network_policy_v1.this.spec[0].egress[0].ports : "${p.port}/${p.protocol}"]) == toset(["53/UDP", "53/TCP"])
    error_message = "Names."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].egress[1].to[0].pod_selector[0].match_labels == tomap({ "cnpg.io/cluster" = "attic-db" }) && [for p in kubernetes_network_policy_v1.this.spec[0].egress[1].ports : p.port] == ["5432", "8000"]
    error_message = "Each other."
  }

  assert {
    condition     = [for t in kubernetes_network_policy_v1.this.spec[0].egress[2].to : t.ip_block[0].cidr] == ["10.0.0.1/32"] && [for p in kubernetes_network_policy_v1.this.spec[0].egress[2].ports : p.port] == ["443", "6443"]
    error_message = "The API server, where it is known."
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].egress[3].to[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "object-store" }) && [for p in kubernetes_network_policy_v1.this.spec[0].egress[3].ports : p.port] == ["80", "9000"]
    error_message = "The object store, by the Service's port and the pods'."
  }
}

run "ways_by_default" {
  command = plan

  assert {
    condition     = length(kubernetes_network_policy_v1.this.spec[0].ingress) == 3
    error_message = "No client that is not named."
  }

  assert {
    condition     = [for t in kubernetes_network_policy_v1.this.spec[0].egress[2].to : t.ip_block[0].cidr] == ["0.0.0.0/0", "::/0"]
    error_message = "An API server whose address nobody told."
  }
}

run "object_store_outside" {
  command = plan

  variables {
    backup = { bucket = "pg-backup", endpoint = "https://s3.example.com", credentials_secret = { name = "x" }, cidrs = ["203.0.113.0/24"] }
  }

  assert {
    condition     = [for t in kubernetes_network_policy_v1.this.spec[0].egress[3].to : t.ip_block[0].cidr] == ["203.0.113.0/24"] && [for p in kubernetes_network_policy_v1.this.spec[0].egress[3].ports : p.port] == ["443"]
    error_message = "By its addresses, port 443 of https."
  }
}

run "object_store_on_a_port" {
  command = plan

  variables {
    backup = { bucket = "pg-backup", endpoint = "http://seaweedfs-s3.object-store.svc.cluster.local:9000", credentials_secret = { name = "x" }, pod_port = 8333 }
  }

  assert {
    condition     = [for p in kubernetes_network_policy_v1.this.spec[0].egress[3].ports : p.port] == ["9000", "8333"]
    error_message = "The port of the endpoint, and that of its pods."
  }
}

run "operator_elsewhere" {
  command = plan

  variables {
    operator_namespace = "platform"
  }

  assert {
    condition     = kubernetes_network_policy_v1.this.spec[0].ingress[1].from[0].namespace_selector[0].match_labels == tomap({ "kubernetes.io/metadata.name" = "platform" })
    error_message = "Where it is."
  }
}

run "policy_can_be_somebody_elses" {
  command = plan

  variables {
    network_policy = { enabled = false }
  }

  assert {
    condition     = kubernetes_network_policy_v1.this == null
    error_message = "Then they see to it."
  }
}
