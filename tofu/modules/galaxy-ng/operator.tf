# The operators have no chart that is kept: the caller renders their kustomization and gives the file (see the README).
locals {
  operator_texts = var.operator_manifest == null ? [] : [
    for text in split("\n---", "\n${file(var.operator_manifest.file)}") : trimspace(trimprefix(trimspace(text), "---")) if can(yamldecode(text).kind)
  ]

  operator_documents = {
    for text in local.operator_texts : join("/", compact([yamldecode(text).kind, try(yamldecode(text).metadata.namespace, ""), yamldecode(text).metadata.name])) => text
  }
}
