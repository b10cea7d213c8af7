# Pure: values only, no resource. What every workload of this repository has in common is
# decided here once; the modules put it into their own resources.
locals {
  # Kubernetes forbids changes of selectors: nothing that a release or a user changes may be here.
  selector_labels = {
    "app.kubernetes.io/name"      = var.application
    "app.kubernetes.io/instance"  = var.name
    "app.kubernetes.io/component" = var.component
  }

  labels = merge(var.labels, local.selector_labels, {
    "app.kubernetes.io/part-of"    = "flywheel"
    "app.kubernetes.io/managed-by" = "opentofu"
    "flywheel.dev/environment"     = var.environment
  })

  group_id = coalesce(var.group_id, var.user_id)

  image = join("", [
    var.image.repository,
    var.image.tag == null ? "" : ":${var.image.tag}",
    var.image.digest == null ? "" : "@${var.image.digest}",
  ])
}
