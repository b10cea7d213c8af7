mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  namespace   = "galaxy"
  environment = "dev"
  image       = { repository = "quay.io/ansible/galaxy-ng", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  web_image   = { repository = "quay.io/ansible/galaxy-ui", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }

  database                   = { secret_name = "galaxy-postgres", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" } }
  storage                    = { s3_secret = "galaxy-s3", endpoint = "http://minio.object-store.svc" }
  admin_password_secret_name = "galaxy-admin"
}

run "operator_of_another_checksum" {
  command = plan

  variables {
    operator_manifest = { file = "tests/testdata/operator.yaml", sha256 = "0000000000000000000000000000000000000000000000000000000000000000" }
  }

  expect_failures = [kubectl_manifest.operator]
}

run "operator_image_that_moves" {
  command = plan

  variables {
    operator_manifest = { file = "tests/testdata/operator-moving.yaml", sha256 = "b574795b235112e46508f07e1c3e99cedf6fe671446f41dea967df773c58aa08" }
  }

  expect_failures = [kubectl_manifest.operator]
}

run "operator_that_looks_after_another_namespace" {
  command = plan

  variables {
    namespace         = "ansible"
    operator_manifest = { file = "tests/testdata/operator.yaml", sha256 = "136f8d69b97713c4df96c982a124d79bf8363f026673b42fe64f9ffc25e64732" }
  }

  expect_failures = [kubectl_manifest.operator]
}

run "roles_ask_for_the_same_in_other_units" {
  command = plan

  variables {
    api = { cpu = "0.75", memory = "1048576Ki" }
  }

  assert {
    condition     = local.total_cpu == 2000 && local.total_mib == 3072
    error_message = "Got ${local.total_cpu}m and ${local.total_mib}Mi."
  }
}

run "roles_ask_for_more_than_said" {
  command = plan

  variables {
    worker = { replicas = 2 }
  }

  expect_failures = [kubectl_manifest.this]
}

run "roles_ask_for_less_memory_than_said" {
  command = plan

  variables {
    total = { memory_gib = 4 }
  }

  expect_failures = [kubectl_manifest.this]
}
