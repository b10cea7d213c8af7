provider "kubernetes" {
  config_path    = var.kubernetes.config_path
  config_context = var.kubernetes.config_context
}

provider "kubectl" {
  config_path      = var.kubernetes.config_path
  config_context   = var.kubernetes.config_context
  load_config_file = true
}
