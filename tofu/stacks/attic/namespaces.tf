locals {
  namespace       = "attic"
  store_namespace = "object-store"

  # Those of other stacks, whose credentials are put there by the object store. Stack platform makes them, or this one in its part.
  others   = var.operators.install ? toset(["bazel-cache", "packages"]) : toset([])
  existing = concat([local.namespace], tolist(local.others), var.platform.namespaces)
}

module "namespace" {
  source   = "../../modules/namespace"
  for_each = toset([local.namespace, local.store_namespace])

  name        = each.key
  environment = var.environment

  # And with it all that is in a namespace.
  depends_on = [terraform_data.images]
}

module "namespace_of_others" {
  source   = "../../modules/namespace"
  for_each = local.others

  name        = each.key
  environment = var.environment
}
