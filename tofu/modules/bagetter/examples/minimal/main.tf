# The least that must be said, for a development cluster: who may push, who may connect.
module "bagetter" {
  source = "../.."

  namespace   = "packages"
  environment = "dev"

  api_key_secret = { name = "bagetter-api-key" }
  network_policy = { ingress_namespaces = ["ci"] }
}
