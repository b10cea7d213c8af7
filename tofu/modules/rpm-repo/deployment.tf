resource "kubernetes_deployment_v1" "this" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = local.defaults["server"].labels
  }

  spec {
    replicas = var.replicas

    selector {
      match_labels = local.selector_labels
    }

    strategy {
      type = local.one_node ? "Recreate" : "RollingUpdate"

      dynamic "rolling_update" {
        for_each = local.one_node ? [] : [local.defaults["server"].rolling_update]
        content {
          max_unavailable = rolling_update.value.max_unavailable
          max_surge       = rolling_update.value.max_surge
        }
      }
    }

    template {
      metadata {
        labels      = local.defaults["server"].labels
        annotations = local.pod_annotations
      }

      spec {
        service_account_name             = kubernetes_service_account_v1.this.metadata[0].name
        automount_service_account_token  = local.pod.automount_service_account_token
        enable_service_links             = local.pod.enable_service_links
        termination_grace_period_seconds = local.pod.termination_grace_period_seconds
        node_selector                    = var.scheduling.node_selector
        priority_class_name              = var.scheduling.priority_class_name

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
          for_each = local.defaults["server"].topology_spread
          content {
            max_skew           = topology_spread_constraint.value.max_skew
            topology_key       = topology_spread_constraint.value.topology_key
            when_unsatisfiable = topology_spread_constraint.value.when_unsatisfiable

            label_selector {
              match_labels = local.selector_labels
            }
          }
        }

        container {
          name              = "nginx"
          image             = local.defaults["server"].image
          image_pull_policy = var.image.pull_policy
          # Not the image's own start, which writes into /etc/nginx.
          command = ["nginx", "-c", "/etc/nginx/flywheel/nginx.conf", "-g", "daemon off;"]

          port {
            name           = "http"
            container_port = local.port
          }

          resources {
            requests = local.server_requests
            limits   = local.server_limits
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

          startup_probe {
            period_seconds    = local.probes.startup.period_seconds
            timeout_seconds   = local.probes.startup.timeout_seconds
            failure_threshold = local.probes.startup.failure_threshold

            http_get {
              path = "/healthz"
              port = "http"
            }
          }

          readiness_probe {
            period_seconds    = local.probes.readiness.period_seconds
            timeout_seconds   = local.probes.readiness.timeout_seconds
            failure_threshold = local.probes.readiness.failure_threshold

            http_get {
              path = "/healthz"
              port = "http"
            }
          }

          liveness_probe {
            period_seconds    = local.probes.liveness.period_seconds
            timeout_seconds   = local.probes.liveness.timeout_seconds
            failure_threshold = local.probes.liveness.failure_threshold

            http_get {
              path = "/healthz"
              port = "http"
            }
          }

          volume_mount {
            name       = "data"
            mount_path = "/srv/rpm"
            read_only  = true
          }

          volume_mount {
            name       = "files"
            mount_path = "/etc/nginx/flywheel"
            read_only  = true
          }

          volume_mount {
            name       = local.tmp.name
            mount_path = local.tmp.mount_path
          }

          dynamic "volume_mount" {
            for_each = var.htpasswd_secret_name == null ? [] : ["/etc/nginx/auth"]
            content {
              name       = "auth"
              mount_path = volume_mount.value
              read_only  = true
            }
          }
        }

        volume {
          name = "data"

          persistent_volume_claim {
            claim_name = kubernetes_persistent_volume_claim_v1.data.metadata[0].name
          }
        }

        volume {
          name = "files"

          config_map {
            name = kubernetes_config_map_v1.this.metadata[0].name

            items {
              key  = "nginx.conf"
              path = "nginx.conf"
            }
          }
        }

        volume {
          name = local.tmp.name

          empty_dir {
            size_limit = local.tmp.size_limit
          }
        }

        dynamic "volume" {
          for_each = var.htpasswd_secret_name == null ? [] : [var.htpasswd_secret_name]
          content {
            name = "auth"

            secret {
              secret_name  = volume.value
              default_mode = "0440"

              items {
                key  = "htpasswd"
                path = "htpasswd"
              }
            }
          }
        }
      }
    }
  }
}
