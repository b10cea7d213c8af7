mock_provider "kubernetes" {}

mock_provider "random" {
  mock_resource "random_password" {
    defaults = { result = "mocked" }
  }
}

variables {
  name = "token"
}

run "applied" {
  assert {
    condition     = kubernetes_secret_v1.this.data.token == "mocked" && output.name == "token"
    error_message = "The secret has another password."
  }
}

run "bad_name" {
  command = plan
  variables {
    name = "Not_A_Name"
  }
  expect_failures = [var.name]
}
