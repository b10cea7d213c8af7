locals {
  bootstrap = local.defaults["bootstrap"]
}

# No time to live: a Job that Kubernetes deletes would be made anew by every apply.
resource "kubernetes_job_v1" "bootstrap" {
  metadata {
    name      = "${var.name}-bootstrap-${local.bootstrap_hash}"
    namespace = var.namespace
    labels    = local.bootstrap.labels
  }

  spec {
    backoff_limit           = 4
    active_deadline_seconds = 900

    template {
      metadata {
        labels = local.bootstrap.labels
      }

      spec {
        service_account_name             = kubernetes_service_account_v1.bootstrap.metadata[0].name
        automount_service_account_token  = local.bootstrap.pod.automount_service_account_token
        enable_service_links             = local.bootstrap.pod.enable_service_links
        termination_grace_period_seconds = local.bootstrap.pod.termination_grace_period_seconds
        priority_class_name              = var.scheduling.priority_class_name
        node_selector                    = var.scheduling.node_selector
        restart_policy                   = "Never"

        dynamic "image_pull_secrets" {
          for_each = var.client_image.pull_secrets
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
          run_as_non_root        = local.bootstrap.pod_security_context.run_as_non_root
          run_as_user            = local.bootstrap.pod_security_context.run_as_user
          run_as_group           = local.bootstrap.pod_security_context.run_as_group
          fs_group               = local.bootstrap.pod_security_context.fs_group
          fs_group_change_policy = local.bootstrap.pod_security_context.fs_group_change_policy

          seccomp_profile {
            type = local.bootstrap.pod_security_context.seccomp_profile_type
          }
        }

        container {
          name              = "bootstrap"
          image             = local.bootstrap.image
          image_pull_policy = var.client_image.pull_policy
          command           = ["/bin/sh", "/etc/bootstrap/bootstrap.sh"]

          dynamic "env" {
            for_each = merge(
              {
                MINIO_URL     = local.endpoint
                BUCKETS_FILE  = "/etc/bootstrap/buckets.tsv"
                POLICY_DIR    = "/etc/bootstrap"
                ROOT_DIR      = "/run/root"
                USERS_DIR     = "/run/users"
                MC_CONFIG_DIR = "${local.bootstrap.tmp_volume.mount_path}/mc"
                HOME          = local.bootstrap.tmp_volume.mount_path
              },
              local.tls ? { CA_FILE = "/run/ca/ca.crt" } : {},
            )
            content {
              name  = env.key
              value = env.value
            }
          }

          resources {
            requests = { cpu = "50m", memory = "64Mi" }
            limits   = { memory = "256Mi" }
          }

          security_context {
            allow_privilege_escalation = local.bootstrap.container_security_context.allow_privilege_escalation
            privileged                 = local.bootstrap.container_security_context.privileged
            read_only_root_filesystem  = local.bootstrap.container_security_context.read_only_root_filesystem
            run_as_non_root            = local.bootstrap.container_security_context.run_as_non_root

            capabilities {
              drop = local.bootstrap.container_security_context.capabilities_drop
            }
          }

          volume_mount {
            name       = "bootstrap"
            mount_path = "/etc/bootstrap"
            read_only  = true
          }
          volume_mount {
            name       = "root"
            mount_path = "/run/root"
            read_only  = true
          }
          volume_mount {
            name       = "users"
            mount_path = "/run/users"
            read_only  = true
          }
          dynamic "volume_mount" {
            for_each = local.tls ? [true] : []
            content {
              name       = "ca"
              mount_path = "/run/ca"
              read_only  = true
            }
          }
          volume_mount {
            name       = local.bootstrap.tmp_volume.name
            mount_path = local.bootstrap.tmp_volume.mount_path
          }
        }

        volume {
          name = "bootstrap"
          config_map {
            name = kubernetes_config_map_v1.bootstrap.metadata[0].name
          }
        }
        volume {
          name = "root"
          secret {
            secret_name  = kubernetes_secret_v1.root.metadata[0].name
            default_mode = "0440"
            items {
              key  = "user"
              path = "user"
            }
            items {
              key  = "password"
              path = "password"
            }
          }
        }
        volume {
          name = "users"
          projected {
            default_mode = "0440"
            dynamic "sources" {
              for_each = var.buckets
              content {
                secret {
                  name = local.targets[sources.key][0].name
                  items {
                    key  = local.credentials_keys.access_key
                    path = "${sources.key}/user"
                  }
                  items {
                    key  = local.credentials_keys.secret_key
                    path = "${sources.key}/password"
                  }
                }
              }
            }
          }
        }
        dynamic "volume" {
          for_each = local.tls ? [true] : []
          content {
            name = "ca"
            secret {
              secret_name  = var.tls.secret_name
              default_mode = "0440"
              items {
                key  = "ca.crt"
                path = "ca.crt"
              }
            }
          }
        }
        volume {
          name = local.bootstrap.tmp_volume.name
          empty_dir {
            medium     = "Memory"
            size_limit = local.bootstrap.tmp_volume.size_limit
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

  depends_on = [
    kubectl_manifest.tenant,
    kubernetes_network_policy_v1.bootstrap,
    kubernetes_secret_v1.bucket,
  ]
}
