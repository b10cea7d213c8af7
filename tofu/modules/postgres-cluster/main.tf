module "defaults" {
  source = "../workload-defaults"

  name        = var.name
  application = "postgresql"
  component   = "database"
  environment = var.environment
  labels      = var.labels
  image       = var.image
  # Of the operator's images.
  user_id  = 26
  replicas = var.instances
}

locals {
  # OpenTofu puts a module's outputs together anew for each expression that names the module: once is enough.
  defaults = module.defaults
}

# The operator makes the pods, their security contexts, probes and disruption budgets, the Services, and the Secret with the
# password: nothing of that is made here a second time.
resource "kubectl_manifest" "cluster" {
  server_side_apply = true
  field_manager     = "opentofu"

  yaml_body = yamlencode({
    apiVersion = "postgresql.cnpg.io/v1"
    kind       = "Cluster"
    metadata = {
      name      = var.name
      namespace = var.namespace
      labels    = local.defaults.labels
    }
    spec = local.cluster_spec
  })

  wait_for {
    condition {
      type   = "Ready"
      status = "True"
    }
  }

  timeouts {
    create = "20m"
  }

  depends_on = [kubectl_manifest.object_store, kubernetes_network_policy_v1.this]
}

resource "kubectl_manifest" "database" {
  for_each = toset(var.additional_databases)

  server_side_apply = true
  field_manager     = "opentofu"

  yaml_body = yamlencode({
    apiVersion = "postgresql.cnpg.io/v1"
    kind       = "Database"
    metadata = {
      name      = "${var.name}-${replace(each.key, "_", "-")}"
      namespace = var.namespace
      labels    = local.defaults.labels
    }
    spec = {
      name    = each.key
      owner   = var.database.owner
      cluster = { name = var.name }
      # Data goes only by hand.
      databaseReclaimPolicy = "retain"
    }
  })

  depends_on = [kubectl_manifest.cluster]
}

check "odd_number_of_instances" {
  assert {
    condition     = var.instances != 2
    error_message = "instances = 2 survives the loss of a node, but while one is away nothing is left to fail over to: 3 is the number for that."
  }
}
