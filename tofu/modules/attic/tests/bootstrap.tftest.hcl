mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  namespace   = "attic"
  environment = "dev"
  public_url  = "http://attic.attic.svc/"
  database    = { secret_name = "attic-db-app", namespace = "attic", pod_selector = { "cnpg.io/cluster" = "attic-db" } }
  storage     = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3" }
  jwt         = { algorithm = "HS256" }
}

run "jobs_stay" {
  command = plan

  assert {
    condition     = can(regex("^attic-migrations-[0-9a-f]{10}$", output.jobs.migrations)) && can(regex("^attic-bootstrap-[0-9a-f]{10}$", output.jobs.bootstrap))
    error_message = "Got ${jsonencode(output.jobs)}."
  }
  assert {
    condition     = kubernetes_job_v1.migrations.wait_for_completion && kubernetes_job_v1.bootstrap.wait_for_completion
    error_message = "A Job that fails must fail the apply."
  }
  assert {
    condition     = kubernetes_job_v1.migrations.spec[0].ttl_seconds_after_finished == null && kubernetes_job_v1.bootstrap.spec[0].ttl_seconds_after_finished == null
    error_message = "Kubernetes would delete the Job, and every apply would make it again."
  }
}

run "what_the_script_reads" {
  command = plan

  variables {
    caches = {
      main  = { retention_days = 90 }
      "a+b" = { retention_days = 0, public = false, priority = 2147483647, upstream_cache_key_names = [], signing_key_secret = "a-b-key" }
    }
  }

  assert {
    condition = kubernetes_config_map_v1.bootstrap.data["caches.tsv"] == join("", [
      "a+b\t0\t/run/keys/key-0\t{\"is_public\":false,\"priority\":2147483647,\"upstream_cache_key_names\":[]}\n",
      "main\t7776000\t-\t{\"is_public\":true,\"priority\":41,\"upstream_cache_key_names\":[\"cache.nixos.org-1\"]}\n",
    ])
    error_message = "Unexpected caches.tsv:\n${kubernetes_config_map_v1.bootstrap.data["caches.tsv"]}"
  }
  assert {
    condition     = kubernetes_config_map_v1.bootstrap.data["bootstrap.sh"] == file("files/bootstrap.sh")
    error_message = "The script that the Go test runs must be the one that the Job runs."
  }
  assert {
    condition = {
      for env in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].env : env.name => env.value
      } == {
      ATTIC_URL        = "http://attic.attic.svc"
      ATTIC_TOKEN_FILE = "/run/attic/token"
      CACHES_FILE      = "/etc/bootstrap/caches.tsv"
      KUBERNETES_URL   = "https://kubernetes.default.svc"
      KUBERNETES_DIR   = "/run/kubernetes"
      NAMESPACE        = "attic"
      CONFIG_MAP       = "attic-public-keys"
    }
    error_message = "Got ${jsonencode(kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].env)}."
  }
  assert {
    condition = [
      for volume in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].volume : "${volume.name}=${volume.secret[0].secret_name}/${volume.secret[0].items[0].key}" if length(volume.secret) > 0
    ] == ["key-0=a-b-key/keypair"]
    error_message = "The signing key is mounted, not read here."
  }
  assert {
    condition = anytrue([
      for mount in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].volume_mount : mount.name == "key-0" && mount.mount_path == "/run/keys/key-0"
    ])
    error_message = "Where caches.tsv says."
  }
  assert {
    condition     = contains(output.secret_names, "a-b-key")
    error_message = "The Secret must be there first."
  }
}

run "token_of_ten_minutes_for_these_caches" {
  command = plan

  variables {
    caches = { main = { retention_days = 90 } }
  }

  assert {
    condition = kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].init_container[0].args == tolist([
      "-f", "/etc/attic/server.toml", "make-token", "--sub", "flywheel-bootstrap", "--validity", "10m",
      "--pull", "main", "--create-cache", "main", "--configure-cache", "main", "--configure-cache-retention", "main",
    ])
    error_message = "Got ${jsonencode(kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].init_container[0].args)}."
  }
  assert {
    condition     = kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].init_container[0].image == "ghcr.io/zhaofengli/attic:main"
    error_message = "atticadm is in the server's image."
  }
  assert {
    condition     = kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].image == "docker.io/curlimages/curl:8.21.0"
    error_message = "curl is in its own."
  }
  assert {
    condition = [
      for volume in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].volume : volume.empty_dir[0].medium if volume.name == "token"
    ] == ["Memory"]
    error_message = "A token touches no disk."
  }
  assert {
    condition = [
      for container in concat(kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].init_container, kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container) : {
        for mount in container.volume_mount : mount.mount_path => "${mount.name} ${mount.read_only == true}"
      }
      ] == [
      { "/etc/attic" = "config true", "/run/attic" = "token false", "/tmp" = "tmp false" },
      { "/etc/bootstrap" = "bootstrap true", "/run/attic" = "token true", "/run/kubernetes" = "kubernetes true", "/tmp" = "tmp false" },
    ]
    error_message = "Each container has what its arguments and variables name, and writes only where it must."
  }
}

# The only one that applies, to the mocks: the keys are read after the Job.
run "public_keys_as_nix_wants_them" {
  command = apply

  variables {
    caches = {
      main    = { retention_days = 90 }
      "a+b"   = { retention_days = 90 }
      private = { retention_days = 90, public = false }
      later   = { retention_days = 90 }
    }
  }

  override_data {
    target = data.kubernetes_config_map_v1.public_keys
    values = {
      data = { main = "main:AAAA=", "a.b" = "a+b:BBBB=", private = "private:CCCC=" }
    }
  }

  assert {
    condition     = output.public_keys == { main = "main:AAAA=", "a+b" = "a+b:BBBB=", private = "private:CCCC=", later = null }
    error_message = "Got ${jsonencode(output.public_keys)}."
  }
  assert {
    condition = output.nix.substituters == {
      main  = { url = "http://attic.attic.svc/main", public_key = "main:AAAA=" }
      "a+b" = { url = "http://attic.attic.svc/a+b", public_key = "a+b:BBBB=" }
    }
    error_message = "Public caches whose key is known: got ${jsonencode(output.nix.substituters)}."
  }
  assert {
    condition     = output.nix.trusted_public_keys == ["a+b:BBBB=", "main:AAAA="]
    error_message = "Got ${jsonencode(output.nix.trusted_public_keys)}."
  }
}
