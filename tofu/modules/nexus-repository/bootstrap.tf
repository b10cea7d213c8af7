# Runs files/bootstrap.sh, which bootstrap_test.go runs too. Named after what it does, so that it runs once for each change; without a time to
# live, which would make every apply run it again.
locals {
  bootstrap_script = file("${path.module}/files/bootstrap.sh")
  bootstrap_hash   = substr(sha1(jsonencode([local.settings, local.bootstrap_script, local.defaults["bootstrap"].image, var.blobstore.credentials_revision, var.secrets_revision])), 0, 10)
}

resource "kubernetes_config_map_v1" "bootstrap" {
  metadata {
    name      = "${var.name}-bootstrap"
    namespace = var.namespace
    labels    = local.labels
  }

  data = merge(local.settings, { "bootstrap.sh" = local.bootstrap_script })
}

resource "kubernetes_job_v1" "bootstrap" {
  metadata {
    name      = "${var.name}-bootstrap-${local.bootstrap_hash}"
    namespace = var.namespace
    labels    = local.defaults["bootstrap"].labels
  }

  wait_for_completion = true

  timeouts {
    create = "50m"
  }

  spec {
    backoff_limit           = 2
    active_deadline_seconds = 2700

    template {
      metadata {
        labels = local.defaults["bootstrap"].labels
      }

      spec {
        restart_policy                   = "Never"
        service_account_name             = kubernetes_service_account_v1.this.metadata[0].name
        automount_service_account_token  = local.pod.automount_service_account_token
        enable_service_links             = local.pod.enable_service_links
        termination_grace_period_seconds = local.pod.termination_grace_period_seconds
        node_selector                    = var.scheduling.node_selector
        priority_class_name              = var.scheduling.priority_class_name

        security_context {
          run_as_non_root        = local.defaults["bootstrap"].pod_security_context.run_as_non_root
          run_as_user            = local.defaults["bootstrap"].pod_security_context.run_as_user
          run_as_group           = local.defaults["bootstrap"].pod_security_context.run_as_group
          fs_group               = local.defaults["bootstrap"].pod_security_context.fs_group
          fs_group_change_policy = local.defaults["bootstrap"].pod_security_context.fs_group_change_policy

          seccomp_profile {
            type = local.defaults["bootstrap"].pod_security_context.seccomp_profile_type
          }
        }

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

        container {
          name              = "bootstrap"
          image             = local.defaults["bootstrap"].image
          image_pull_policy = var.client_image.pull_policy
          command           = ["/bin/sh", "/etc/bootstrap/bootstrap.sh"]

          dynamic "env" {
            for_each = {
              NEXUS_URL     = local.internal_url
              ADMIN_DIR     = "/etc/admin"
              BLOBSTORE_DIR = var.blobstore.credentials_secret == null ? "-" : "/etc/blobstore"
              ACCEPT_EULA   = var.edition == "community" ? tostring(var.accept_eula) : "none"
              SETTINGS_DIR  = "/etc/bootstrap"
              WAIT_SECONDS  = "1800"
            }
            content {
              name  = env.key
              value = env.value
            }
          }

          resources {
            requests = { cpu = "50m", memory = "64Mi" }
            limits   = { memory = "128Mi" }
          }

          security_context {
            allow_privilege_escalation = local.defaults["bootstrap"].container_security_context.allow_privilege_escalation
            privileged                 = local.defaults["bootstrap"].container_security_context.privileged
            read_only_root_filesystem  = local.defaults["bootstrap"].container_security_context.read_only_root_filesystem
            run_as_non_root            = local.defaults["bootstrap"].container_security_context.run_as_non_root

            capabilities {
              drop = local.defaults["bootstrap"].container_security_context.capabilities_drop
            }
          }

          volume_mount {
            name       = "settings"
            mount_path = "/etc/bootstrap"
            read_only  = true
          }

          volume_mount {
            name       = "admin"
            mount_path = "/etc/admin"
            read_only  = true
          }

          dynamic "volume_mount" {
            for_each = var.blobstore.credentials_secret == null ? [] : ["/etc/blobstore"]
            content {
              name       = "blobstore"
              mount_path = volume_mount.value
              read_only  = true
            }
          }

          volume_mount {
            name       = local.defaults["bootstrap"].tmp_volume.name
            mount_path = local.defaults["bootstrap"].tmp_volume.mount_path
          }
        }

        volume {
          name = "settings"

          config_map {
            name = kubernetes_config_map_v1.bootstrap.metadata[0].name
          }
        }

        volume {
          name = "admin"

          secret {
            secret_name  = var.admin_secret_name
            default_mode = "0440"
          }
        }

        dynamic "volume" {
          for_each = var.blobstore.credentials_secret == null ? [] : [var.blobstore.credentials_secret]
          content {
            name = "blobstore"

            secret {
              secret_name  = volume.value
              default_mode = "0440"

              items {
                key  = var.blobstore.credentials_keys.access_key
                path = "access-key"
              }

              items {
                key  = var.blobstore.credentials_keys.secret_key
                path = "secret-key"
              }
            }
          }
        }

        volume {
          name = local.defaults["bootstrap"].tmp_volume.name

          empty_dir {
            size_limit = local.defaults["bootstrap"].tmp_volume.size_limit
          }
        }
      }
    }
  }

  # The script waits for Nexus to answer; before this there is nothing that could.
  depends_on = [kubernetes_stateful_set_v1.this, kubernetes_service_v1.this, kubernetes_network_policy_v1.this]
}
