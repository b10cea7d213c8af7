mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  namespace   = "packages"
  environment = "dev"
  accept_eula = true

  database  = { host = "packages-db-rw.packages.svc", name = "nexus", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "nexus-db", ca_secret = "packages-db-ca" }
  blobstore = { bucket = "nexus-blobs", endpoint = "http://minio.object-store.svc:80", credentials_secret = "nexus-s3" }

  admin_secret_name          = "nexus-admin"
  encryption_key_secret_name = "nexus-encryption"
  metrics_secret_name        = "nexus-metrics"
}

run "scheduling" {
  command = plan

  variables {
    scheduling = { node_selector = { disk = "nvme" }, priority_class_name = "infra", tolerations = [{ key = "dedicated", value = "cache", effect = "NoSchedule" }] }
  }

  assert {
    condition = alltrue([
      for spec in [kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0], kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0]] :
      spec.node_selector == tomap({ disk = "nvme" }) && spec.priority_class_name == "infra" && [for t in spec.toleration : "${t.key} ${t.operator} ${t.value} ${t.effect}"] == ["dedicated Equal cache NoSchedule"]
    ])
    error_message = "Both kinds of pods go where the caller says."
  }
}

run "database_and_memory" {
  command = plan

  assert {
    condition     = { for v in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].volume : v.name => [for i in v.secret[0].items : "${i.key} ${i.path}"] if length(v.secret) > 0 } == { encryption = ["keys.json keys.json"], database-ca = ["ca.crt ca.crt"] }
    error_message = "Files of Secrets have their keys' names."
  }

  assert {
    condition     = one([for e in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "NEXUS_DATASTORE_NEXUS_JDBCURL"]) == "jdbc:postgresql://packages-db-rw.packages.svc:5432/nexus?sslmode=verify-full&sslrootcert=/etc/nexus/database-ca/ca.crt"
    error_message = "Server and name are verified."
  }

  assert {
    condition     = one([for e in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "INSTALL4J_ADD_VM_PARAMS"]) == "-Xms2703m -Xmx2703m -XX:MaxDirectMemorySize=2703m -Djava.util.prefs.userRoot=/nexus-data/javaprefs"
    error_message = "The vendor's least."
  }

  assert {
    condition     = { for m in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].volume_mount : m.name => m.mount_path } == { nexus-data = "/nexus-data", tmp = "/tmp", encryption = "/etc/nexus/encryption", database-ca = "/etc/nexus/database-ca" }
    error_message = "Volumes are mounted where variables say."
  }

  assert {
    condition     = length(distinct([for e in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].env : e.name])) == length(kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].env)
    error_message = "No variable is set twice."
  }
}

run "database_without_authority" {
  command = plan

  variables {
    database = { host = "packages-db-rw.packages.svc", name = "nexus", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "nexus-db" }
  }

  assert {
    condition     = endswith(one([for e in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "NEXUS_DATASTORE_NEXUS_JDBCURL"]), "/nexus?sslmode=require")
    error_message = "Encrypted all the same."
  }
}

run "requests_to_nexus" {
  command = plan

  variables {
    repositories = {
      rpm-internal = { format = "yum", type = "hosted", gpg_key_url = "https://rpm.prod.example.com/RPM-GPG-KEY" }
      nuget-hosted = { format = "nuget", type = "hosted" }
      nuget-org    = { format = "nuget", type = "proxy", remote_url = "https://api.nuget.org/v3/index.json" }
      nuget        = { format = "nuget", type = "group", members = ["nuget-hosted", "nuget-org"], nuget_patterns = ["Example.*"] }
      npm-example  = { format = "npm", type = "hosted", npm_scope = "@example" }
      pypi         = { format = "pypi", type = "proxy", remote_url = "https://pypi.org", index = true }
      files        = { format = "raw", type = "hosted", write_policy = "ALLOW" }
    }
  }

  assert {
    condition     = kubernetes_config_map_v1.bootstrap.data["anonymous.json"] == trimspace(file("tests/golden/anonymous.json"))
    error_message = "Unexpected anonymous.json: ${kubernetes_config_map_v1.bootstrap.data["anonymous.json"]}."
  }

  assert {
    condition     = kubernetes_config_map_v1.bootstrap.data["realms.json"] == trimspace(file("tests/golden/realms.json"))
    error_message = "Unexpected realms.json: ${kubernetes_config_map_v1.bootstrap.data["realms.json"]}."
  }

  assert {
    condition     = kubernetes_config_map_v1.bootstrap.data["blobstore.json"] == trimspace(file("tests/golden/blobstore.json"))
    error_message = "Unexpected blobstore.json: ${kubernetes_config_map_v1.bootstrap.data["blobstore.json"]}."
  }

  assert {
    condition     = kubernetes_config_map_v1.bootstrap.data["repositories.tsv"] == file("tests/golden/repositories.tsv")
    error_message = "Groups come last."
  }

  assert {
    condition     = alltrue([for f in fileset("tests/golden", "repository.*.json") : kubernetes_config_map_v1.bootstrap.data[f] == trimspace(file("tests/golden/${f}"))]) && length(fileset("tests/golden", "repository.*.json")) == 7
    error_message = "What bootstrap_test.go sends."
  }

  assert {
    condition     = kubernetes_config_map_v1.bootstrap.data["bootstrap.sh"] == file("files/bootstrap.sh")
    error_message = "The script that it runs."
  }
}

run "bootstrap_has_what_it_reads" {
  command = plan

  assert {
    condition     = { for m in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].volume_mount : m.name => m.mount_path } == { settings = "/etc/bootstrap", admin = "/etc/admin", blobstore = "/etc/blobstore", tmp = "/tmp" } && one([for e in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "SETTINGS_DIR"]) == "/etc/bootstrap" && one([for e in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "ADMIN_DIR"]) == "/etc/admin" && one([for e in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "BLOBSTORE_DIR"]) == "/etc/blobstore" && one([for e in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "NEXUS_URL"]) == "http://nexus.packages.svc" && one([for e in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "ACCEPT_EULA"]) == "true"
    error_message = "Files and variables agree."
  }

  assert {
    condition     = kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].command == tolist(["/bin/sh", "/etc/bootstrap/bootstrap.sh"]) && kubernetes_job_v1.bootstrap.wait_for_completion && kubernetes_job_v1.bootstrap.spec[0].ttl_seconds_after_finished == null
    error_message = "Apply waits; the Job stays, or every apply would run it again."
  }

  assert {
    condition     = [for i in one([for v in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].volume : v.secret[0] if v.name == "blobstore"]).items : "${i.key} ${i.path}"] == ["access-key access-key", "secret-key secret-key"] && one([for v in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].volume : v.secret[0].secret_name if v.name == "admin"]) == "nexus-admin"
    error_message = "The keys are where the script looks."
  }

  assert {
    condition     = output.bootstrap_job == kubernetes_job_v1.bootstrap.metadata[0].name
    error_message = "For kubectl logs."
  }
}

run "pro" {
  command = plan

  variables {
    edition             = "pro"
    accept_eula         = false
    license_secret_name = "nexus-license"
  }

  assert {
    condition     = strcontains(one([for e in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "INSTALL4J_ADD_VM_PARAMS"]), "-Dnexus.licenseFile=/etc/nexus/license/license.lic") && one([for v in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].volume : v.secret[0].secret_name if v.name == "license"]) == "nexus-license" && one([for e in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].env : e.value if e.name == "ACCEPT_EULA"]) == "none" && output.limits == null
    error_message = "The license, no agreement of the community edition, no limits."
  }
}

run "changed_secret_restarts_the_pod" {
  command = plan

  variables {
    database         = { host = "packages-db-rw.packages.svc", name = "nexus", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" }, secret_name = "nexus-db", revision = 2 }
    secrets_revision = 3
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].template[0].metadata[0].annotations == tomap({ "flywheel.dev/secrets-revision" = "database=2,secrets=3" })
    error_message = "The pod reads Secrets when it starts."
  }
}

run "what_client_config_takes" {
  command = plan

  variables {
    exposure = { mode = "gateway", host = "svc.dev.example.com", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
    repositories = {
      rpm-internal = { format = "yum", type = "hosted", gpg_key_url = "https://rpm.prod.example.com/RPM-GPG-KEY" }
      nuget-hosted = { format = "nuget", type = "hosted" }
      nuget-org    = { format = "nuget", type = "proxy", remote_url = "https://api.nuget.org/v3/index.json" }
      nuget        = { format = "nuget", type = "group", members = ["nuget-hosted", "nuget-org"], nuget_patterns = ["Example.*"] }
      npm-example  = { format = "npm", type = "hosted", npm_scope = "@example" }
      pypi         = { format = "pypi", type = "proxy", remote_url = "https://pypi.org", index = true }
      files        = { format = "raw", type = "hosted", write_policy = "ALLOW" }
    }
  }

  assert {
    condition     = output.nuget_sources == { nuget = { url = "https://svc.dev.example.com/repository/nuget/index.json", patterns = tolist(["Example.*"]), private = true } }
    error_message = "Got ${jsonencode(output.nuget_sources)}."
  }

  assert {
    condition     = output.npm_registries == { "@example" = { url = "https://svc.dev.example.com/repository/npm-example/", token_env = "NEXUS_NPM_TOKEN", auth_url = "https://svc.dev.example.com/" } }
    error_message = "Got ${jsonencode(output.npm_registries)}."
  }

  assert {
    condition     = output.pypi_indexes == { pypi = { url = "https://svc.dev.example.com/repository/pypi/simple", private = true } }
    error_message = "Got ${jsonencode(output.pypi_indexes)}."
  }

  assert {
    condition     = output.rpm_repos == { rpm-internal = { name = "rpm-internal", baseurl = "https://svc.dev.example.com/repository/rpm-internal/", gpg_key_url = "https://rpm.prod.example.com/RPM-GPG-KEY", repo_gpgcheck = false, private = true } }
    error_message = "Got ${jsonencode(output.rpm_repos)}."
  }
}

run "scheduling" {
  command = plan

  variables {
    labels       = { team = "x" }
    image        = { repository = "docker.io/sonatype/nexus3", tag = "3.96.3", pull_secrets = ["a"] }
    client_image = { repository = "docker.io/curlimages/curl", tag = "8.21.0", pull_secrets = ["b"] }
    scheduling   = { node_selector = { disk = "nvme" }, priority_class_name = "infra", tolerations = [{ key = "dedicated", value = "x", effect = "NoSchedule" }] }
  }

  assert {
    condition     = kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].node_selector == tomap({ disk = "nvme" }) && kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].node_selector == tomap({ disk = "nvme" }) && kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].priority_class_name == "infra" && length(kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].toleration) == 1 && length(kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].toleration) == 1
    error_message = "Where pods may run."
  }

  assert {
    condition     = [for s in kubernetes_stateful_set_v1.this.spec[0].template[0].spec[0].image_pull_secrets : s.name] == ["a"] && [for s in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].image_pull_secrets : s.name] == ["b"] && kubernetes_stateful_set_v1.this.metadata[0].labels.team == "x" && !contains(keys(kubernetes_stateful_set_v1.this.spec[0].selector[0].match_labels), "team")
    error_message = "Labels reach the objects, never selectors."
  }
}
