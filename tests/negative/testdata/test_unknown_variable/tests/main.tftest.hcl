run "short" {
  command = plan
  variables {
    length = var.size
  }
}
