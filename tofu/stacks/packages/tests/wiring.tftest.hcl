mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  environment = "dev"
  domain      = "dev.example.com"
  gitlab      = { url = "https://gitlab.dev.example.com", group_id = "42", npm_scope = "@example", nuget_patterns = ["Example.GitLab.*"] }
  bagetter    = { nuget_patterns = ["Example.*"] }
  rpm_repo = {
    repos         = { internal = { releasever = ["9"], arch = ["x86_64"] } }
    publish_image = { repository = "registry.example.com/rpm-publish", tag = "1.0.0" }
    signing       = { gpg_secret = "rpm-signing", key_id = "0123456789ABCDEF0123456789ABCDEF01234567" }
    revision      = 5
  }
  postgres    = { storage = { size = "5Gi" } }
  bazel_cache = { components = { bazel-cache = { replicas = 2, cpu = "1", memory = "2Gi", storage = "0Gi", group = "minimum" } } }
  object_store = {
    endpoint         = "http://minio.object-store.svc"
    endpoint_host    = "minio.object-store.svc"
    endpoint_port    = 80
    tls              = false
    public_endpoint  = null
    region           = "us-east-1"
    path_style       = true
    namespace        = "object-store"
    pod_port         = 9000
    cidrs            = []
    credentials_keys = { access_key = "access-key", secret_key = "secret-key" }
    buckets = {
      nexus     = { bucket = "nexus-blobs", quota_gib = 100, expire_days = null, exposed = false, secrets = { packages = "nexus-s3" }, credentials_revision = 1 }
      pulp      = { bucket = "pulp-content", quota_gib = 50, expire_days = null, exposed = false, secrets = { packages = "pulp-s3" }, credentials_revision = 1 }
      pg-backup = { bucket = "pg-backup", quota_gib = 50, expire_days = null, exposed = false, secrets = { packages = "pg-backup-s3" }, credentials_revision = 1 }
    }
    capacity = { raw_gib = null, drives = 1, parity = 0, usable_gib = null, allocated_gib = 150, headroom_gib = null, fits = true }
  }
  exposure = {
    mode    = "gateway"
    gateway = { name = "public", namespace = "gateway", section_name = "https" }
  }
}

run "clients" {
  command = plan

  assert {
    condition     = module.rpm_repo.secrets_revision == "auth=5" && kubernetes_secret_v1.rpm_read.data_wo_revision == 5 && kubernetes_secret_v1.rpm_htpasswd.data_wo_revision == 5
    error_message = "Password, hash and pods are of one revision: got ${module.rpm_repo.secrets_revision}."
  }

  assert {
    condition     = output.database.backup.bucket == "pg-backup" && startswith(output.database.backup.path, "packages/")
    error_message = "Backups of two stacks are in two places: got ${jsonencode(output.database.backup)}."
  }

  assert {
    condition     = alltrue([for p in concat(values(ephemeral.random_password.bagetter), [ephemeral.random_password.rpm]) : !p.special && p.length >= 40])
    error_message = "Letters and digits alone: what reads it may give others a meaning."
  }

  assert {
    condition     = toset(keys(output.client_config)) == toset([".npmrc", ".nuget/config/flywheel.config", ".config/pip/pip.conf", ".config/dnf/flywheel.repo"])
    error_message = "npm, NuGet, pip and dnf: got ${jsonencode(keys(output.client_config))}."
  }

  assert {
    condition     = output.endpoints.nuget == "https://nuget.dev.example.com/v3/index.json" && output.endpoints.nexus == null && output.endpoints.rpm.internal == "https://rpm.dev.example.com/internal/$releasever/$basearch"
    error_message = "Got ${jsonencode(output.endpoints)}."
  }
}

run "nexus" {
  command = plan

  variables {
    services = { nexus = true }
    nexus    = { accept_eula = true, encryption_key_secret = "nexus-keys", metrics_secret = "nexus-metrics", revision = 2 }
    bagetter = { nuget_patterns = ["Example.*"], revision = 3 }
    postgres = { storage = { size = "5Gi" }, app_revision = 7 }
  }

  assert {
    condition     = module.nexus.secrets_revision == "database=7,secrets=2" && module.bagetter.secrets_revision == "auth=3,storage=1,database=7"
    error_message = "Who raises a revision has the pods read the Secret anew: got ${module.nexus.secrets_revision} and ${module.bagetter.secrets_revision}."
  }

  assert {
    condition     = contains(local.more_databases, "nexus") && local.database_clients.nexus == { namespace = "packages", pod_labels = { "app.kubernetes.io/name" = "nexus" } }
    error_message = "It has a database, and its pods may connect: got ${jsonencode(local.database_clients)}."
  }

  assert {
    condition     = module.nexus != null && output.endpoints.nexus == "https://nexus.dev.example.com"
    error_message = "Got ${jsonencode(output.endpoints)}."
  }

  assert {
    condition     = contains(output.secret_names, "nexus-s3") && contains(output.secret_names, "nexus-admin") && contains(output.secret_names, "packages-db-app")
    error_message = "Got ${jsonencode(output.secret_names)}."
  }

  assert {
    condition     = module.nexus.resources == { replicas = 1, cpu = "2", memory = "6Gi", storage = "50Gi", group = "full", optional = true } || module.nexus.resources.cpu == "2" && module.nexus.resources.memory == "6Gi" && module.nexus.resources.storage == "50Gi"
    error_message = "What is counted is what is deployed: got ${jsonencode(module.nexus.resources)}."
  }

  assert {
    condition     = kubernetes_secret_v1.nexus_encryption_key == null && contains(output.secret_names, "nexus-keys")
    error_message = "Got ${jsonencode(output.secret_names)}."
  }

  assert {
    condition     = alltrue([for secret in values(kubernetes_secret_v1.bagetter) : secret.data_wo_revision == 3 && secret.data_wo == null])
    error_message = "In no plan; one revision for all."
  }
}

run "gitlab_alone" {
  command = plan

  variables {
    services = { bagetter = false, rpm_repo = false }
  }

  assert {
    condition     = module.postgres == null && output.database == null && length(kubernetes_secret_v1.bagetter) == 0
    error_message = "Nothing is deployed for it."
  }
}

run "galaxy" {
  command = plan

  variables {
    services = { galaxy = true }
    galaxy = {
      image     = { repository = "quay.io/ansible/galaxy-ng", digest = "sha256:1111111111111111111111111111111111111111111111111111111111111111" }
      web_image = { repository = "quay.io/ansible/galaxy-ui", digest = "sha256:2222222222222222222222222222222222222222222222222222222222222222" }
    }
  }

  assert {
    condition     = !ephemeral.random_password.galaxy_admin.special && ephemeral.random_password.galaxy_admin.length >= 40
    error_message = "Letters and digits alone: what reads it may give others a meaning."
  }

  assert {
    condition     = output.endpoints.galaxy == "https://galaxy.dev.example.com/api/galaxy/" && strcontains(output.client_config[".ansible.cfg"], "url = https://galaxy.dev.example.com/api/galaxy/")
    error_message = "ansible-galaxy is led there: got ${jsonencode(output.endpoints)} and ${jsonencode(keys(output.client_config))}."
  }

  assert {
    condition     = alltrue([for secret in concat(values(kubernetes_secret_v1.galaxy), [kubernetes_secret_v1.galaxy_fields_key]) : secret.data_wo == null && secret.metadata[0].namespace == "galaxy"])
    error_message = "In no plan, and where the operator looks."
  }

  assert {
    condition     = toset([for name in output.secret_names : name if startswith(name, "galaxy/")]) == toset(["galaxy/galaxy-admin", "galaxy/galaxy-postgres", "galaxy/galaxy-s3", "galaxy/galaxy-fields-key"])
    error_message = "Got ${jsonencode(output.secret_names)}."
  }

  assert {
    condition     = output.resource_summary.full == { cpu = 6, memory_gib = 13, storage_gib = 70 }
    error_message = "On or off, it is what the plan counts: got ${jsonencode(output.resource_summary.full)}."
  }

  assert {
    condition     = contains(local.more_databases, "galaxy") && local.database_clients.galaxy == { namespace = "galaxy", pod_labels = { "app.kubernetes.io/managed-by" = "galaxy-operator" } }
    error_message = "It has a database, and its pods may connect: got ${jsonencode(local.database_clients)}."
  }

  assert {
    condition     = module.galaxy_namespace.pod_security_level == "baseline"
    error_message = "The operator's pods do not meet the restricted standard."
  }
}

run "galaxy_s_passwords_without_a_name_outside" {
  command = plan

  variables {
    services = { galaxy = true }
    exposure = {}
    galaxy = {
      image             = { repository = "quay.io/ansible/galaxy-ng", tag = "1" }
      web_image         = { repository = "quay.io/ansible/galaxy-ui", tag = "1" }
      fields_key_secret = "yours"
      revision          = 4
    }
  }

  assert {
    condition     = alltrue([for name in ["postgres", "s3"] : floor(kubernetes_secret_v1.galaxy[name].data_wo_revision / 1000000000) == 4]) && kubernetes_secret_v1.galaxy["admin"].data_wo_revision == 1
    error_message = "One variable writes the credentials anew, and the administrator's only once."
  }

  assert {
    condition     = kubernetes_secret_v1.galaxy_fields_key == null && contains(output.secret_names, "galaxy/yours")
    error_message = "Yours is taken, and none is made: got ${jsonencode(output.secret_names)}."
  }

  assert {
    condition     = !contains(keys(output.client_config), ".ansible.cfg") && output.endpoints.galaxy == "http://galaxy-web-svc.galaxy.svc:24880/api/galaxy/"
    error_message = "Clients outside are not led to what they cannot reach: got ${jsonencode(output.endpoints)}."
  }
}

run "nexus_with_a_key_that_is_made_and_a_name_of_yours" {
  command = plan

  variables {
    services = { nexus = true }
    hosts    = { nuget = "feed.dev.example.com" }
    nexus    = { accept_eula = true, metrics_secret = "nexus-metrics" }
  }

  assert {
    condition     = alltrue([for p in [ephemeral.random_password.nexus_admin, ephemeral.random_password.nexus_encryption_key] : !p.special && p.length >= 40])
    error_message = "Letters and digits alone: what reads it may give others a meaning."
  }

  assert {
    condition     = kubernetes_secret_v1.nexus_encryption_key.data_wo == null && kubernetes_secret_v1.nexus_encryption_key.data_wo_revision == 1
    error_message = "In no plan, and never another: with a second key what the first has encrypted would be lost."
  }

  assert {
    condition     = contains(output.secret_names, "nexus-encryption-key")
    error_message = "Not the key that everyone knows: got ${jsonencode(output.secret_names)}."
  }

  assert {
    condition     = output.endpoints.nuget == "https://feed.dev.example.com/v3/index.json"
    error_message = "Got ${jsonencode(output.endpoints)}."
  }
}
