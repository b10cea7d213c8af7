resource "kubernetes_deployment_v1" "this" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = local.defaults.labels
  }

  spec {
    replicas = var.replicas

    selector {
      match_labels = local.defaults.selector_labels
    }

    strategy {
      type = local.exclusive ? "Recreate" : "RollingUpdate"

      dynamic "rolling_update" {
        for_each = local.exclusive ? [] : [local.defaults.rolling_update]
        content {
          max_unavailable = rolling_update.value.max_unavailable
          max_surge       = rolling_update.value.max_surge
        }
      }
    }

    template {
      metadata {
        labels      = local.defaults.labels
        annotations = local.pod_annotations
      }

      spec {
        service_account_name             = kubernetes_service_account_v1.this.metadata[0].name
        automount_service_account_token  = local.defaults.pod.automount_service_account_token
        enable_service_links             = local.defaults.pod.enable_service_links
        termination_grace_period_seconds = local.defaults.pod.termination_grace_period_seconds
        node_selector                    = var.scheduling.node_selector
        priority_class_name              = var.scheduling.priority_class_name

        security_context {
          run_as_non_root        = local.defaults.pod_security_context.run_as_non_root
          run_as_user            = local.defaults.pod_security_context.run_as_user
          run_as_group           = local.defaults.pod_security_context.run_as_group
          fs_group               = local.defaults.pod_security_context.fs_group
          fs_group_change_policy = local.defaults.pod_security_context.fs_group_change_policy

          seccomp_profile {
            type = local.defaults.pod_security_context.seccomp_profile_type
          }
        }

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

        dynamic "topology_spread_constraint" {
          for_each = local.defaults.topology_spread
          content {
            max_skew           = topology_spread_constraint.value.max_skew
            topology_key       = topology_spread_constraint.value.topology_key
            when_unsatisfiable = topology_spread_constraint.value.when_unsatisfiable

            label_selector {
              match_labels = local.defaults.selector_labels
            }
          }
        }

        container {
          name              = "bagetter"
          image             = local.defaults.image
          image_pull_policy = var.image.pull_policy

          dynamic "env" {
            for_each = local.env
            content {
              name  = env.key
              value = env.value
            }
          }

          dynamic "env" {
            for_each = local.secret_env
            content {
              name = env.key

              value_from {
                secret_key_ref {
                  name = env.value.secret
                  key  = env.value.key
                }
              }
            }
          }

          port {
            name           = "http"
            container_port = local.port
          }

          resources {
            requests = local.resource_requests
            limits   = local.resource_limits
          }

          security_context {
            allow_privilege_escalation = local.defaults.container_security_context.allow_privilege_escalation
            privileged                 = local.defaults.container_security_context.privileged
            read_only_root_filesystem  = local.defaults.container_security_context.read_only_root_filesystem
            run_as_non_root            = local.defaults.container_security_context.run_as_non_root

            capabilities {
              drop = local.defaults.container_security_context.capabilities_drop
            }
          }

          # Migrations of the database are part of the start.
          startup_probe {
            period_seconds    = local.defaults.probes.startup.period_seconds
            timeout_seconds   = local.defaults.probes.startup.timeout_seconds
            failure_threshold = 150

            http_get {
              path = "/health"
              port = "http"
            }
          }

          # Unhealthy while the database is away: the pod gets no requests then.
          readiness_probe {
            period_seconds    = local.defaults.probes.readiness.period_seconds
            timeout_seconds   = local.defaults.probes.readiness.timeout_seconds
            failure_threshold = local.defaults.probes.readiness.failure_threshold

            http_get {
              path = "/health"
              port = "http"
            }
          }

          # Not /health: a database that is away is no reason to kill the pod.
          liveness_probe {
            period_seconds    = local.defaults.probes.liveness.period_seconds
            timeout_seconds   = local.defaults.probes.liveness.timeout_seconds
            failure_threshold = local.defaults.probes.liveness.failure_threshold

            tcp_socket {
              port = "http"
            }
          }

          volume_mount {
            name       = local.defaults.tmp_volume.name
            mount_path = local.defaults.tmp_volume.mount_path
          }

          volume_mount {
            name       = "secrets"
            mount_path = "/run/secrets"
            read_only  = true
          }

          dynamic "volume_mount" {
            for_each = local.on_volume ? ["/data"] : []
            content {
              name       = "data"
              mount_path = volume_mount.value
            }
          }

          dynamic "volume_mount" {
            for_each = try(var.database.ca_secret, null) == null ? [] : ["/etc/bagetter/database-ca"]
            content {
              name       = "database-ca"
              mount_path = volume_mount.value
              read_only  = true
            }
          }
        }

        volume {
          name = local.defaults.tmp_volume.name

          empty_dir {
            size_limit = local.defaults.tmp_volume.size_limit
          }
        }

        volume {
          name = "secrets"

          projected {
            default_mode = "0440"

            dynamic "sources" {
              for_each = local.secret_files
              content {
                secret {
                  name = sources.value.secret

                  dynamic "items" {
                    for_each = sources.value.items
                    content {
                      key  = items.key
                      path = items.value
                    }
                  }
                }
              }
            }
          }
        }

        dynamic "volume" {
          for_each = local.on_volume ? [kubernetes_persistent_volume_claim_v1.data.metadata[0].name] : []
          content {
            name = "data"

            persistent_volume_claim {
              claim_name = volume.value
            }
          }
        }

        dynamic "volume" {
          for_each = try(var.database.ca_secret, null) == null ? [] : [var.database.ca_secret]
          content {
            name = "database-ca"

            secret {
              secret_name  = volume.value
              default_mode = "0440"

              items {
                key  = "ca.crt"
                path = "ca.crt"
              }
            }
          }
        }
      }
    }
  }
}
