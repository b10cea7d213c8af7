resource "kubernetes_job_v1" "bootstrap" {
  metadata {
    name      = "${var.name}-bootstrap-${local.bootstrap_hash}"
    namespace = var.namespace
    labels    = local.defaults["bootstrap"].labels
  }

  spec {
    # The pod is made anew, and with it the token.
    backoff_limit           = 4
    active_deadline_seconds = 900

    template {
      metadata {
        labels = local.defaults["bootstrap"].labels
      }

      spec {
        service_account_name             = kubernetes_service_account_v1.bootstrap.metadata[0].name
        automount_service_account_token  = local.pod.automount_service_account_token
        enable_service_links             = local.pod.enable_service_links
        termination_grace_period_seconds = local.pod.termination_grace_period_seconds
        priority_class_name              = var.scheduling.priority_class_name
        node_selector                    = var.scheduling.node_selector
        restart_policy                   = "Never"

        dynamic "image_pull_secrets" {
          for_each = distinct(concat(var.image.pull_secrets, var.client_image.pull_secrets))
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

        init_container {
          name              = "token"
          image             = local.image
          image_pull_policy = var.image.pull_policy
          command           = ["/bin/sh", "-ec", "umask 077; exec /bin/atticadm \"$@\" > /run/attic/token", "token"]
          args              = local.token_args

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
            name       = "token"
            mount_path = "/run/attic"
          }
          volume_mount {
            name       = local.tmp.name
            mount_path = local.tmp.mount_path
          }
        }

        container {
          name              = "bootstrap"
          image             = local.client_image
          image_pull_policy = var.client_image.pull_policy
          command           = ["/bin/sh", "/etc/bootstrap/bootstrap.sh"]

          dynamic "env" {
            for_each = {
              ATTIC_URL        = trimsuffix(local.internal_url, "/")
              ATTIC_TOKEN_FILE = "/run/attic/token"
              CACHES_FILE      = "/etc/bootstrap/caches.tsv"
              KUBERNETES_URL   = "https://kubernetes.default.svc"
              KUBERNETES_DIR   = "/run/kubernetes"
              NAMESPACE        = var.namespace
              CONFIG_MAP       = kubernetes_config_map_v1.public_keys.metadata[0].name
            }
            content {
              name  = env.key
              value = env.value
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
            name       = "bootstrap"
            mount_path = "/etc/bootstrap"
            read_only  = true
          }
          volume_mount {
            name       = "token"
            mount_path = "/run/attic"
            read_only  = true
          }
          volume_mount {
            name       = "kubernetes"
            mount_path = "/run/kubernetes"
            read_only  = true
          }
          dynamic "volume_mount" {
            for_each = local.signing_keys
            content {
              name       = volume_mount.value.volume
              mount_path = "/run/keys/${volume_mount.value.volume}"
              read_only  = true
            }
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
        volume {
          name = "bootstrap"
          config_map {
            name = kubernetes_config_map_v1.bootstrap.metadata[0].name
          }
        }
        volume {
          name = "token"
          empty_dir {
            medium     = "Memory"
            size_limit = "1Mi"
          }
        }
        # Mounted by hand, so that only the container that needs it has the right to patch.
        volume {
          name = "kubernetes"
          projected {
            default_mode = "0440"
            sources {
              service_account_token {
                path               = "token"
                expiration_seconds = 900
              }
            }
            sources {
              config_map {
                name = "kube-root-ca.crt"
                items {
                  key  = "ca.crt"
                  path = "ca.crt"
                }
              }
            }
          }
        }
        dynamic "volume" {
          for_each = local.signing_keys
          content {
            name = volume.value.volume
            secret {
              secret_name  = volume.value.secret
              default_mode = "0440"
              items {
                key  = "keypair"
                path = "keypair"
              }
            }
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
    kubernetes_deployment_v1.api,
    kubernetes_network_policy_v1.this,
    kubernetes_role_binding_v1.bootstrap,
    kubernetes_service_v1.this,
  ]
}

