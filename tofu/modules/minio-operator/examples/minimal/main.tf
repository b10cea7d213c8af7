# One pod is enough for a development cluster, and two would want two nodes.
module "minio_operator" {
  source = "../.."

  environment                  = "dev"
  accept_unmaintained_operator = true
  replicas                     = 1
}
