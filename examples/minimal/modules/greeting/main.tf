resource "terraform_data" "this" {
  input = templatefile("${path.module}/greeting.tftpl", { name = var.name })
}
