# Without mock_provider: planned against the providers' schemas, still without a cluster.
variables {
  name      = "shop"
  namespace = "shop-dev"
  image     = "registry.example.com/shop:1.4.2"
}

run "labels_of_the_third_party_module" {
  command = plan

  assert {
    condition     = kubernetes_deployment_v1.this.metadata[0].labels["app.kubernetes.io/managed-by"] == "opentofu"
    error_message = "The labels come from the module labels."
  }
}
