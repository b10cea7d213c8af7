mock_provider "kubernetes" {}
mock_provider "kubectl" {}

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
