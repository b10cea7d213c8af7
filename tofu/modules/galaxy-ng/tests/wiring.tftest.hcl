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

run "roles" {
  command = plan

  variables {
    api   = { replicas = 2, cpu = "500m", memory_limit = "2Gi" }
    total = { cpu = 2.25, memory_gib = 4 }
  }

  assert {
    condition     = yamldecode(kubectl_manifest.this.yaml_body).spec.api == { replicas = 2, resource_requirements = { requests = { cpu = "500m", memory = "1Gi" }, limits = { memory = "2Gi" } } } && yamldecode(kubectl_manifest.this.yaml_body).spec.web.resource_requirements.limits.memory == "256Mi"
    error_message = "Replicas, requests and limits reach the resource."
  }

  assert {
    condition     = output.resources.cpu == "2.25" && output.resources.memory == "4Gi"
    error_message = "And the capacity table."
  }
}

run "files" {
  command = plan

  variables {
    storage = { type = "File", storage_class = "shared" }
  }

  assert {
    condition     = yamldecode(kubectl_manifest.this.yaml_body).spec.storage_type == "File" && yamldecode(kubectl_manifest.this.yaml_body).spec.file_storage_access_mode == "ReadWriteMany" && yamldecode(kubectl_manifest.this.yaml_body).spec.file_storage_size == "50Gi" && yamldecode(kubectl_manifest.this.yaml_body).spec.file_storage_storage_class == "shared" && !can(yamldecode(kubectl_manifest.this.yaml_body).spec.object_storage_s3_secret)
    error_message = "A volume that all pods share."
  }

  assert {
    condition     = output.resources.storage == "70Gi"
    error_message = "It counts."
  }

  assert {
    condition     = length(kubernetes_network_policy_v1.this.spec[0].egress) == 3
    error_message = "No S3."
  }
}

run "optional_secrets" {
  command = plan

  variables {
    container_token_secret_name      = "t"
    db_fields_encryption_secret_name = "k"
    redis                            = { storage_class = "fast" }
  }

  assert {
    condition     = yamldecode(kubectl_manifest.this.yaml_body).spec.container_token_secret == "t" && yamldecode(kubectl_manifest.this.yaml_body).spec.db_fields_encryption_secret == "k" && yamldecode(kubectl_manifest.this.yaml_body).spec.redis_storage_class == "fast" && output.secret_names == tolist(["galaxy-postgres", "galaxy-s3", "galaxy-admin", "t", "k"])
    error_message = "They reach the resource."
  }
}

run "signing" {
  command = plan

  variables {
    signing = { secret_name = "galaxy-signing", scripts_config_map = "scripts" }
  }

  assert {
    condition     = yamldecode(kubectl_manifest.this.yaml_body).spec.signing_secret == "galaxy-signing" && yamldecode(kubectl_manifest.this.yaml_body).spec.signing_scripts_configmap == "scripts" && contains(output.secret_names, "galaxy-signing")
    error_message = "As galaxy-operator calls them."
  }
}

run "signing_by_pulp" {
  command = plan

  variables {
    mode    = "pulp"
    signing = { secret_name = "galaxy-signing", scripts_config_map = "scripts" }
  }

  assert {
    condition     = yamldecode(kubectl_manifest.this.yaml_body).spec.signing_secret == "galaxy-signing" && yamldecode(kubectl_manifest.this.yaml_body).spec.signing_scripts == "scripts"
    error_message = "As pulp-operator calls them."
  }
}

run "operator" {
  command = plan

  variables {
    operator_manifest = { file = "tests/testdata/operator.yaml", sha256 = "136f8d69b97713c4df96c982a124d79bf8363f026673b42fe64f9ffc25e64732" }
  }

  assert {
    condition     = keys(kubectl_manifest.operator) == ["Deployment/galaxy/galaxy-operator-controller-manager", "Namespace/galaxy-operator-system"] && alltrue([for o in values(kubectl_manifest.operator) : o.server_side_apply && o.field_manager == "opentofu"])
    error_message = "Each document of the file, got ${jsonencode(keys(kubectl_manifest.operator))}."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.operator["Namespace/galaxy-operator-system"].yaml_body).kind == "Namespace"
    error_message = "As it is."
  }

  assert {
    condition     = tomap(yamldecode(kubectl_manifest.operator["Deployment/galaxy/galaxy-operator-controller-manager"].yaml_body).spec.template.metadata.labels) == kubernetes_network_policy_v1.operator.spec[0].pod_selector[0].match_labels
    error_message = "The policy for the operator selects its pods."
  }
}

run "what_client_config_takes" {
  command = plan

  variables {
    exposure = { mode = "gateway", host = "svc.dev.example.com", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
    name     = "our-galaxy"
    labels   = { team = "x" }
  }

  assert {
    condition     = output.ansible_servers == { our_galaxy = { url = "https://svc.dev.example.com/api/galaxy/" } } && yamldecode(kubectl_manifest.this.yaml_body).spec.public_base_url == "https://svc.dev.example.com"
    error_message = "Got ${jsonencode(output.ansible_servers)}."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.this.yaml_body).metadata.labels.team == "x"
    error_message = "Labels reach the objects."
  }
}

run "pulp_on_a_class_of_storage" {
  command = plan

  variables {
    mode  = "pulp"
    redis = { storage_class = "fast" }
  }

  assert {
    condition     = yamldecode(kubectl_manifest.this.yaml_body).spec.cache.redis_storage_class == "fast"
    error_message = "It is Redis' own there, too."
  }
}

run "pulp_on_the_cluster_s_storage" {
  command = plan

  variables {
    mode = "pulp"
  }

  assert {
    condition     = toset(keys(yamldecode(kubectl_manifest.this.yaml_body).spec.cache)) == toset(["enabled", "redis_resource_requirements"])
    error_message = "Nothing is said where the cluster decides."
  }
}
