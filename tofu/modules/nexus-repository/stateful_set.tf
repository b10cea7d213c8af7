resource "kubernetes_stateful_set_v1" "this" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = local.defaults["server"].labels
  }

  # A start migrates the database, which may take half an hour.
  timeouts {
    create = "40m"
    update = "40m"
  }

  spec {
    # The community edition does not cluster, and two on one database destroy it.
    replicas     = 1
    service_name = kubernetes_service_v1.headless.metadata[0].name

    selector {
      match_labels = local.selector_labels
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
          run_as_non_root        = local.defaults["server"].pod_security_context.run_as_non_root
          run_as_user            = local.defaults["server"].pod_security_context.run_as_user
          run_as_group           = local.defaults["server"].pod_security_context.run_as_group
          fs_group               = local.defaults["server"].pod_security_context.fs_group
          fs_group_change_policy = local.defaults["server"].pod_security_context.fs_group_change_policy

          seccomp_profile {
            type = local.defaults["server"].pod_security_context.seccomp_profile_type
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

        container {
          name              = "nexus"
          image             = local.defaults["server"].image
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
            requests = var.resources.requests
            limits   = local.resource_limits
          }

          security_context {
            allow_privilege_escalation = local.defaults["server"].container_security_context.allow_privilege_escalation
            privileged                 = local.defaults["server"].container_security_context.privileged
            read_only_root_filesystem  = local.defaults["server"].container_security_context.read_only_root_filesystem
            run_as_non_root            = local.defaults["server"].container_security_context.run_as_non_root

            capabilities {
              drop = local.defaults["server"].container_security_context.capabilities_drop
            }
          }

          # Half an hour, as the vendor has it: migrations of the database are part of the start.
          startup_probe {
            period_seconds    = 10
            timeout_seconds   = local.probes.liveness.timeout_seconds
            failure_threshold = 180

            http_get {
              path = "/service/rest/v1/status"
              port = "http"
            }
          }

          # Takes requests that change something: not while the database is away.
          readiness_probe {
            period_seconds    = local.probes.readiness.period_seconds
            timeout_seconds   = local.probes.liveness.timeout_seconds
            failure_threshold = local.probes.readiness.failure_threshold

            http_get {
              path = "/service/rest/v1/status/writable"
              port = "http"
            }
          }

          # A database that is away is no reason to kill the pod.
          liveness_probe {
            period_seconds    = local.probes.liveness.period_seconds
            timeout_seconds   = local.probes.liveness.timeout_seconds
            failure_threshold = 6

            tcp_socket {
              port = "http"
            }
          }

          volume_mount {
            name       = "nexus-data"
            mount_path = "/nexus-data"
          }

          volume_mount {
            name       = local.defaults["server"].tmp_volume.name
            mount_path = local.defaults["server"].tmp_volume.mount_path
          }

          dynamic "volume_mount" {
            for_each = local.secret_volumes
            content {
              name       = volume_mount.key
              mount_path = "/etc/nexus/${volume_mount.key}"
              read_only  = true
            }
          }
        }

        volume {
          name = local.defaults["server"].tmp_volume.name

          empty_dir {
            size_limit = local.defaults["server"].tmp_volume.size_limit
          }
        }

        dynamic "volume" {
          for_each = local.secret_volumes
          content {
            name = volume.key

            secret {
              secret_name  = volume.value.secret
              default_mode = "0440"

              items {
                key  = volume.value.key
                path = volume.value.key
              }
            }
          }
        }
      }
    }

    # Index, logs and what is on its way to S3. Kept when the StatefulSet goes.
    volume_claim_template {
      metadata {
        name = "nexus-data"
      }

      spec {
        access_modes       = ["ReadWriteOnce"]
        storage_class_name = var.data_volume.storage_class

        resources {
          requests = { storage = var.data_volume.size }
        }
      }
    }
  }

  lifecycle {
    precondition {
      condition     = var.edition != "community" || var.accept_eula
      error_message = "accept_eula must be true: whoever runs Nexus Repository Community Edition accepts Sonatype's agreement (https://links.sonatype.com/products/nxrm/ce-eula), and until then it gives out nothing. Community edition refuses new components above 40,000 of them or 100,000 requests a day."
    }
    precondition {
      condition     = local.memory_mib >= local.memory_need_mib
      error_message = "resources.requests.memory must be at least ${local.memory_need_mib}Mi: jvm.heap_mib, jvm.direct_mib and 512 MiB besides. The kernel would kill Nexus."
    }
  }
}
