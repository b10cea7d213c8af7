# cache_volume.type emptyDir. Its pod template and that of stateful_set.tf are the same but for the volume "data";
# tests/security.tftest.hcl and tests/wiring.tftest.hcl hold both to it.
resource "kubernetes_deployment_v1" "this" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = local.defaults.labels
  }

  spec {
    replicas = var.replicas.min

    selector {
      match_labels = local.defaults.selector_labels
    }

    strategy {
      type = "RollingUpdate"

      rolling_update {
        max_unavailable = local.defaults.rolling_update.max_unavailable
        max_surge       = local.defaults.rolling_update.max_surge
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
          name              = "bazel-remote"
          image             = local.defaults.image
          image_pull_policy = var.image.pull_policy
          args              = local.args

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

          dynamic "port" {
            for_each = local.ports
            content {
              name           = port.key
              container_port = port.value
            }
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

          lifecycle {
            pre_stop {
              exec {
                command = local.pre_stop
              }
            }
          }

          startup_probe {
            period_seconds    = local.defaults.probes.startup.period_seconds
            timeout_seconds   = local.defaults.probes.startup.timeout_seconds
            failure_threshold = local.defaults.probes.startup.failure_threshold

            dynamic "grpc" {
              for_each = local.grpc_probe ? [local.ports.grpc] : []
              content {
                port    = grpc.value
                service = "/grpc.health.v1.Health/Check"
              }
            }

            dynamic "tcp_socket" {
              for_each = local.grpc_probe ? [] : [local.ports.grpc]
              content {
                port = tcp_socket.value
              }
            }
          }

          readiness_probe {
            period_seconds    = local.defaults.probes.readiness.period_seconds
            timeout_seconds   = local.defaults.probes.readiness.timeout_seconds
            failure_threshold = local.defaults.probes.readiness.failure_threshold

            dynamic "grpc" {
              for_each = local.grpc_probe ? [local.ports.grpc] : []
              content {
                port    = grpc.value
                service = "/grpc.health.v1.Health/Check"
              }
            }

            dynamic "tcp_socket" {
              for_each = local.grpc_probe ? [] : [local.ports.grpc]
              content {
                port = tcp_socket.value
              }
            }
          }

          liveness_probe {
            period_seconds    = local.defaults.probes.liveness.period_seconds
            timeout_seconds   = local.defaults.probes.liveness.timeout_seconds
            failure_threshold = local.defaults.probes.liveness.failure_threshold

            dynamic "grpc" {
              for_each = local.grpc_probe ? [local.ports.grpc] : []
              content {
                port    = grpc.value
                service = "/grpc.health.v1.Health/Check"
              }
            }

            dynamic "tcp_socket" {
              for_each = local.grpc_probe ? [] : [local.ports.grpc]
              content {
                port = tcp_socket.value
              }
            }
          }

          volume_mount {
            name       = "data"
            mount_path = "/data"
          }

          volume_mount {
            name       = local.defaults.tmp_volume.name
            mount_path = local.defaults.tmp_volume.mount_path
          }

          dynamic "volume_mount" {
            for_each = local.secret_volumes
            content {
              name       = volume_mount.key
              mount_path = "/etc/bazel-remote/${volume_mount.key}"
              read_only  = true
            }
          }
        }

        volume {
          name = "data"

          empty_dir {
            size_limit = "${var.cache_volume.size_gib}Gi"
          }
        }

        volume {
          name = local.defaults.tmp_volume.name

          empty_dir {
            size_limit = local.defaults.tmp_volume.size_limit
          }
        }

        dynamic "volume" {
          for_each = local.secret_volumes
          content {
            name = volume.key

            secret {
              secret_name  = volume.value
              default_mode = "0440"
            }
          }
        }
      }
    }
  }

  lifecycle {
    enabled = !local.persistent
    # The autoscaler's affair after the first apply.
    ignore_changes = [spec[0].replicas]
  }
}
