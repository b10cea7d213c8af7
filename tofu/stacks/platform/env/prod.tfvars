environment = "prod"
kubernetes  = { config_context = "prod" }

operators = {
  cnpg = { replicas = 2 }
  minio = {
    enabled                 = true
    replicas                = 2
    acknowledge_minio_state = true
    # A tag can be moved, a digest cannot. These are placeholders, which a plan warns of and an apply refuses: put those here that you
    # have looked at,
    #   skopeo --override-os linux inspect --format '{{.Digest}}' docker://quay.io/minio/operator:v7.1.1
    # renovate: datasource=docker depName=quay.io/minio/operator
    image = {
      repository = "quay.io/minio/operator"
      tag        = "v7.1.1"
      digest     = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
    }
    # renovate: datasource=docker depName=quay.io/minio/operator-sidecar
    sidecar_image = {
      repository = "quay.io/minio/operator-sidecar"
      tag        = "v7.0.1"
      digest     = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
    }
  }
}
namespaces = ["bazel-cache", "packages"]
