mock_provider "kubernetes" {}
mock_provider "random" {}

variables {
  name      = "shop"
  namespace = "shop-dev"
  image     = "registry.example.com/shop:1.4.2"
}

run "defaults" {
  command = plan

  assert {
    condition     = kubernetes_deployment_v1.this.spec[0].replicas == "2"
    error_message = "Two pods by default."
  }

  assert {
    condition     = output.url == "http://shop.shop-dev.svc"
    error_message = "The service's name within the cluster."
  }
}

run "latest_is_refused" {
  command = plan

  variables {
    image = "registry.example.com/shop:latest"
  }

  expect_failures = [var.image]
}
