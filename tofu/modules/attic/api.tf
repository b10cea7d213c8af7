# The API, and nothing but it: in mode monolithic each replica would migrate the database and collect garbage.
resource "kubernetes_deployment_v1" "api" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = local.defaults["api"].labels
  }

  spec {
    # The first number of pods; from then on the HorizontalPodAutoscaler decides.
    replicas = var.replicas.min

    selector {
      match_labels = local.defaults["api"].selector_labels
    }

    strategy {
      type = "RollingUpdate"
      rolling_update {
        max_unavailable = local.defaults["api"].rolling_update.max_unavailable
        max_surge       = local.defaults["api"].rolling_update.max_surge
      }
    }

    template {
      metadata {
        labels      = local.defaults["api"].labels
        annotations = local.config_annotations
      }

      spec {
        service_account_name             = kubernetes_service_account_v1.server.metadata[0].name
        automount_service_account_token  = local.pod.automount_service_account_token
        enable_service_links             = local.pod.enable_service_links
        termination_grace_period_seconds = local.pod.termination_grace_period_seconds
        priority_class_name              = var.scheduling.priority_class_name
        node_selector                    = var.scheduling.node_selector

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
          for_each = local.defaults["api"].topology_spread
          content {
            max_skew           = topology_spread_constraint.value.max_skew
            topology_key       = topology_spread_constraint.value.topology_key
            when_unsatisfiable = topology_spread_constraint.value.when_unsatisfiable
            label_selector {
              match_labels = local.defaults["api"].selector_labels
            }
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
          args              = ["--config", "/etc/attic/server.toml", "--mode", "api-server"]

          port {
            name           = "http"
            container_port = local.ports.container
          }

          # atticd takes no connection after SIGTERM, but for some seconds others still send to the pod.
          lifecycle {
            pre_stop {
              exec {
                command = ["/bin/sleep", "10"]
              }
            }
          }

          dynamic "env" {
            for_each = local.plain_env
            content {
              name  = env.key
              value = env.value
            }
          }

          dynamic "env" {
            for_each = concat(local.config_env, local.storage_env)
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

          # Attic refuses every request whose Host it does not know, so the kubelet must name one. "/" reads neither the
          # database nor S3: a pod stays ready without them, and clients get an answer.
          startup_probe {
            period_seconds    = local.probes.startup.period_seconds
            timeout_seconds   = local.probes.startup.timeout_seconds
            failure_threshold = local.probes.startup.failure_threshold
            http_get {
              path = "/"
              port = "http"
              http_header {
                name  = "Host"
                value = local.public_host
              }
            }
          }

          readiness_probe {
            period_seconds    = local.probes.readiness.period_seconds
            timeout_seconds   = local.probes.readiness.timeout_seconds
            failure_threshold = local.probes.readiness.failure_threshold
            http_get {
              path = "/"
              port = "http"
              http_header {
                name  = "Host"
                value = local.public_host
              }
            }
          }

          liveness_probe {
            period_seconds    = local.probes.liveness.period_seconds
            timeout_seconds   = local.probes.liveness.timeout_seconds
            failure_threshold = local.probes.liveness.failure_threshold
            http_get {
              path = "/"
              port = "http"
              http_header {
                name  = "Host"
                value = local.public_host
              }
            }
          }

          resources {
            requests = var.resources.requests
            limits   = local.limits
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

  # The new server must find the new tables; and its pods must reach the database from their first second.
  depends_on = [kubernetes_job_v1.migrations, kubernetes_network_policy_v1.this, kubernetes_secret_v1.jwt]

  lifecycle {
    ignore_changes = [spec[0].replicas]
  }
}
