# One pod is enough for a development cluster.
module "cnpg" {
  source = "../.."

  environment = "dev"
  replicas    = 1
}
