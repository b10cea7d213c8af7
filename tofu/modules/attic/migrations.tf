# Brings the database's tables to what the image wants. The name says for what: another image or database is another Job, and
# one that has succeeded is never run again. No time to live: a Job that Kubernetes deletes would be made anew by every apply.
resource "kubernetes_job_v1" "migrations" {
  metadata {
    name      = "${var.name}-migrations-${substr(sha256(jsonencode([local.image, var.database])), 0, 10)}"
    namespace = var.namespace
    labels    = local.defaults["migrations"].labels
  }

  spec {
    backoff_limit           = 3
    active_deadline_seconds = 900

    template {
      metadata {
        labels = local.defaults["migrations"].labels
      }

      spec {
        service_account_name             = kubernetes_service_account_v1.server.metadata[0].name
        automount_service_account_token  = local.pod.automount_service_account_token
        enable_service_links             = local.pod.enable_service_links
        termination_grace_period_seconds = local.pod.termination_grace_period_seconds
        priority_class_name              = var.scheduling.priority_class_name
        node_selector                    = var.scheduling.node_selector
        restart_policy                   = "Never"

        dynamic "image_pull_secrets" {
          for_each = var.image.pull_secrets
          content {
            name = image_pull_secrets.value
          }
        }

        dynamic "toleration" {
          for_each = var.scheduling.tolerations
          content {
            key      = toleration.value.key
            operator = toleration.value.operator
            value    = toleration.value.value
            effect   = toleration.value.effect
          }
        }

        security_context {
          run_as_non_root        = local.pod_security.run_as_non_root
          run_as_user            = local.pod_security.run_as_user
          run_as_group           = local.pod_security.run_as_group
          fs_group               = local.pod_security.fs_group
          fs_group_change_policy = local.pod_security.fs_group_change_policy
          seccomp_profile {
            type = local.pod_security.seccomp_profile_type
          }
        }

        container {
          name              = "atticd"
          image             = local.image
          image_pull_policy = var.image.pull_policy
          args              = ["--config", "/etc/attic/server.toml", "--mode", "db-migrations"]

          dynamic "env" {
            for_each = local.plain_env
            content {
              name  = env.key
              value = env.value
            }
          }

          dynamic "env" {
            for_each = local.config_env
            content {
              name = env.value.name
              value_from {
                secret_key_ref {
                  name = env.value.secret
                  key  = env.value.key
                }
              }
            }
          }

          resources {
            requests = local.job_resources.requests
            limits   = local.job_resources.limits
          }

          security_context {
            allow_privilege_escalation = local.container_security.allow_privilege_escalation
            privileged                 = local.container_security.privileged
            read_only_root_filesystem  = local.container_security.read_only_root_filesystem
            run_as_non_root            = local.container_security.run_as_non_root
            capabilities {
              drop = local.container_security.capabilities_drop
            }
          }

          volume_mount {
            name       = "config"
            mount_path = "/etc/attic"
            read_only  = true
          }
          volume_mount {
            name       = local.tmp.name
            mount_path = local.tmp.mount_path
          }
        }

        volume {
          name = "config"
          config_map {
            name = kubernetes_config_map_v1.server.metadata[0].name
          }
        }
        volume {
          name = local.tmp.name
          empty_dir {
            size_limit = local.tmp.size_limit
          }
        }
      }
    }
  }

  wait_for_completion = true

  timeouts {
    create = "20m"
    update = "20m"
  }

  depends_on = [kubernetes_network_policy_v1.this, kubernetes_secret_v1.jwt]
}
