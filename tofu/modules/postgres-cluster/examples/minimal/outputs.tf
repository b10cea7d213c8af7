output "database" {
  description = "Object for the module attic: secret_name, url_key, namespace, pod_selector and port."
  value = {
    secret_name  = module.postgres.app_secret_name
    url_key      = module.postgres.app_secret_uri_key
    namespace    = module.postgres.namespace
    pod_selector = module.postgres.pod_selector
    port         = module.postgres.port
  }
}
