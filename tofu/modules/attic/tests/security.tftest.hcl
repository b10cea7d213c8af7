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

run "pods_are_restricted" {
  command = plan

  assert {
    condition = alltrue([
      for spec in [
        kubernetes_deployment_v1.api.spec[0].template[0].spec[0],
        kubernetes_job_v1.migrations.spec[0].template[0].spec[0],
        kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0],
        kubernetes_cron_job_v1.gc.spec[0].job_template[0].spec[0].template[0].spec[0],
        ] : alltrue([
          spec.automount_service_account_token == false,
          spec.enable_service_links == false,
          spec.security_context[0].run_as_non_root == true,
          spec.security_context[0].run_as_user == "65532",
          spec.security_context[0].fs_group_change_policy == "OnRootMismatch",
          spec.security_context[0].seccomp_profile[0].type == "RuntimeDefault",
      ])
    ])
    error_message = "No root, no token, no service links, seccomp: in every pod."
  }
}

run "containers_are_restricted" {
  command = plan

  assert {
    condition = alltrue([
      for container in concat(
        kubernetes_deployment_v1.api.spec[0].template[0].spec[0].container,
        kubernetes_job_v1.migrations.spec[0].template[0].spec[0].container,
        kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container,
        kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].init_container,
        kubernetes_cron_job_v1.gc.spec[0].job_template[0].spec[0].template[0].spec[0].container,
        ) : alltrue([
          container.security_context[0].allow_privilege_escalation == false,
          container.security_context[0].privileged == false,
          container.security_context[0].read_only_root_filesystem == true,
          container.security_context[0].run_as_non_root == true,
          tolist(container.security_context[0].capabilities[0].drop) == tolist(["ALL"]),
          container.resources[0].requests["cpu"] != null,
          container.resources[0].limits["memory"] != null,
          contains([for mount in container.volume_mount : mount.mount_path], "/tmp"),
      ])
    ])
    error_message = "Read-only root, no capability, requests and a memory limit, /tmp: in every container."
  }
}

run "config_map_has_no_secret" {
  command = plan

  assert {
    condition     = !can(regex("postgres|secret_|secret-|password|token-|-base64|AKIA", lower(kubernetes_config_map_v1.server.data["server.toml"])))
    error_message = "A ConfigMap is no place for secrets:\n${kubernetes_config_map_v1.server.data["server.toml"]}"
  }
}

run "secrets_come_by_reference" {
  command = plan

  assert {
    condition = alltrue([
      for env in kubernetes_deployment_v1.api.spec[0].template[0].spec[0].container[0].env :
      length(env.value_from) == 1 ? length(env.value_from[0].secret_key_ref) == 1 : !can(regex("URL|SECRET|ACCESS_KEY", env.name))
    ])
    error_message = "No value of a secret may stand in the pod's specification."
  }
  assert {
    condition = {
      for env in kubernetes_deployment_v1.api.spec[0].template[0].spec[0].container[0].env :
      env.name => "${env.value_from[0].secret_key_ref[0].name}/${env.value_from[0].secret_key_ref[0].key}" if length(env.value_from) == 1
      } == {
      ATTIC_SERVER_DATABASE_URL              = "attic-db-app/fqdn-uri"
      ATTIC_SERVER_TOKEN_HS256_SECRET_BASE64 = "attic-jwt/secret-base64"
      AWS_ACCESS_KEY_ID                      = "attic-s3/access-key"
      AWS_SECRET_ACCESS_KEY                  = "attic-s3/secret-key"
    }
    error_message = "Got ${jsonencode(kubernetes_deployment_v1.api.spec[0].template[0].spec[0].container[0].env)}."
  }
}

run "generated_key_is_write_only" {
  command = plan

  variables {
    jwt = { algorithm = "HS256", revision = 3 }
  }

  assert {
    condition     = kubernetes_secret_v1.jwt.data_wo_revision == 3 && kubernetes_secret_v1.jwt.data_wo == null
    error_message = "The key goes to the API server, never into plan or state; its revision is jwt.revision."
  }
  assert {
    condition     = try(length(kubernetes_secret_v1.jwt.binary_data_wo), 0) == 0 && kubernetes_secret_v1.jwt.metadata[0].name == "attic-jwt"
    error_message = "Nothing else is in it."
  }
  assert {
    condition     = output.jwt_secret_name == "attic-jwt" && output.tokens_invalidated_on == 3
    error_message = "Got ${output.jwt_secret_name}, ${output.tokens_invalidated_on}."
  }
}

run "existing_key_is_only_named" {
  command = plan

  variables {
    jwt = { existing_secret = "keys", secret_key = "rsa" }
  }

  assert {
    condition     = kubernetes_secret_v1.jwt == null && output.jwt_secret_name == "keys" && contains(output.secret_names, "keys")
    error_message = "A Secret of the user's is neither made nor read."
  }
  assert {
    condition = anytrue([
      for env in kubernetes_deployment_v1.api.spec[0].template[0].spec[0].container[0].env :
      env.name == "ATTIC_SERVER_TOKEN_RS256_SECRET_BASE64" && try(env.value_from[0].secret_key_ref[0].name == "keys" && env.value_from[0].secret_key_ref[0].key == "rsa", false)
    ])
    error_message = "RS256 is another variable of atticd's."
  }
}

run "jobs_get_no_more_secrets_than_they_need" {
  command = plan

  assert {
    condition = alltrue([
      for env in concat(kubernetes_job_v1.migrations.spec[0].template[0].spec[0].container[0].env, kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].init_container[0].env) :
      !contains(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"], env.name)
    ])
    error_message = "Migrations and tokens need no S3."
  }
  assert {
    condition     = alltrue([for env in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].container[0].env : length(env.value_from) == 0])
    error_message = "The container that talks HTTP has no key of Attic's."
  }
  assert {
    condition     = !contains([for mount in kubernetes_job_v1.bootstrap.spec[0].template[0].spec[0].init_container[0].volume_mount : mount.name], "kubernetes")
    error_message = "The container that makes tokens has no right in Kubernetes."
  }
}

run "bootstrap_may_patch_one_config_map" {
  command = plan

  assert {
    condition     = length(kubernetes_role_v1.bootstrap.rule) == 1 && kubernetes_role_v1.bootstrap.rule[0].resource_names == toset(["attic-public-keys"])
    error_message = "One object, by name."
  }
  assert {
    condition     = kubernetes_role_v1.bootstrap.rule[0].resources == toset(["configmaps"]) && kubernetes_role_v1.bootstrap.rule[0].verbs == toset(["patch"])
    error_message = "Only patch, got ${jsonencode(kubernetes_role_v1.bootstrap.rule)}."
  }
  assert {
    condition     = kubernetes_service_account_v1.bootstrap.automount_service_account_token == false && kubernetes_service_account_v1.server.automount_service_account_token == false
    error_message = "Tokens are mounted where they are needed, by hand."
  }
}

run "network_is_closed" {
  command = plan

  assert {
    condition     = alltrue([for policy in values(kubernetes_network_policy_v1.this) : toset(policy.spec[0].policy_types) == toset(["Ingress", "Egress"])])
    error_message = "Both directions, for each set of pods."
  }
  assert {
    condition = {
      for name, policy in kubernetes_network_policy_v1.this : name => length(policy.spec[0].ingress)
    } == { api = 1, migrations = 0, gc = 0, bootstrap = 0 }
    error_message = "Nobody connects to Jobs."
  }
  assert {
    condition     = { for name, policy in kubernetes_network_policy_v1.this : name => length(policy.spec[0].egress) } == { api = 3, migrations = 2, gc = 3, bootstrap = 3 }
    error_message = "Names; the database, S3, the API or the cluster's: each has what it needs, and no more."
  }
  assert {
    condition     = [for port in kubernetes_network_policy_v1.this["api"].spec[0].ingress[0].ports : port.port] == ["8080"]
    error_message = "One port of the API's."
  }
  assert {
    condition     = length(kubernetes_network_policy_v1.this["api"].spec[0].ingress[0].from) == 1
    error_message = "By default the bootstrap Job alone connects, got ${jsonencode(kubernetes_network_policy_v1.this["api"].spec[0].ingress)}."
  }
  assert {
    condition = alltrue(flatten([
      for policy in values(kubernetes_network_policy_v1.this) : [
        for rule in concat(policy.spec[0].ingress, policy.spec[0].egress) : length(rule.ports) > 0 && length(concat(try(rule.to, []), try(rule.from, []))) > 0
      ]
    ]))
    error_message = "A rule without ports means every port, one without peers everyone."
  }
}
