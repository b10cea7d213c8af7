mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  image_digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
}

run "plans" {
  command = plan

  assert {
    condition = output.database == {
      secret_name  = "attic-db-app"
      url_key      = "fqdn-uri"
      namespace    = "attic"
      pod_selector = { "cnpg.io/cluster" = "attic-db", "cnpg.io/podRole" = "instance" }
      port         = 5432
    }
    error_message = "Got ${jsonencode(output.database)}."
  }
}
