# One bucket of AWS S3.
module "object_store" {
  source = "../.."

  endpoint   = "https://s3.eu-central-1.amazonaws.com"
  region     = "eu-central-1"
  path_style = false
  cidrs      = ["0.0.0.0/0"]
  buckets    = { attic = { bucket = "example-attic", secrets = { attic = "attic-s3" } } }
}
