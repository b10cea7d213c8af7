locals {
  files = fileset(path.module, "data/*.txt")
}

resource "terraform_data" "this" {
  for_each = local.files
  input    = file("${path.module}/${each.key}")
}

output "one" {
  value = file("${path.module}/data/a.txt")
}
