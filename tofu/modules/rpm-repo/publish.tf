# Runs files/publish.sh, which publish_test.go runs too.
resource "kubernetes_cron_job_v1" "publish" {
  metadata {
    name      = "${var.name}-publish"
    namespace = var.namespace
    labels    = local.defaults["publish"].labels
  }

  spec {
    schedule                      = var.schedule
    concurrency_policy            = "Forbid"
    starting_deadline_seconds     = 600
    successful_jobs_history_limit = 3
    failed_jobs_history_limit     = 3

    job_template {
      metadata {
        labels = local.defaults["publish"].labels
      }

      spec {
        # The next run is not far.
        backoff_limit           = 0
        active_deadline_seconds = 3600

        template {
          metadata {
            labels = local.defaults["publish"].labels
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
              run_as_non_root        = local.pod_security.run_as_non_root
              run_as_user            = local.pod_security.run_as_user
              run_as_group           = local.pod_security.run_as_group
              fs_group               = local.pod_security.fs_group
              fs_group_change_policy = local.pod_security.fs_group_change_policy

              seccomp_profile {
                type = local.pod_security.seccomp_profile_type
              }
            }

            dynamic "affinity" {
              for_each = local.one_node ? [true] : []
              content {
                # The volume is on the node of the server.
                pod_affinity {
                  required_during_scheduling_ignored_during_execution {
                    topology_key = "kubernetes.io/hostname"

                    label_selector {
                      match_labels = local.selector_labels
                    }
                  }
                }
              }
            }

            dynamic "image_pull_secrets" {
              for_each = var.publish_image.pull_secrets
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
              name              = "publish"
              image             = local.defaults["publish"].image
              image_pull_policy = var.publish_image.pull_policy
              command           = ["/bin/sh", "/etc/rpm-repo/publish.sh"]

              dynamic "env" {
                for_each = {
                  ROOT        = "/srv/rpm"
                  REPOS_FILE  = "/etc/rpm-repo/repos.tsv"
                  SIGNING_DIR = "/etc/rpm-signing"
                  KEY_ID      = var.signing.key_id
                  KEEP        = tostring(var.keep_versions)
                  # A socket's path must be short, and the root file system is read-only.
                  TMPDIR = local.tmp.mount_path
                  HOME   = local.tmp.mount_path
                }
                content {
                  name  = env.key
                  value = env.value
                }
              }

              resources {
                requests = var.publish_resources.requests
                limits   = var.publish_resources.limits == null ? {} : { for name, quantity in var.publish_resources.limits : name => quantity if quantity != null }
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
                name       = "data"
                mount_path = "/srv/rpm"
              }

              volume_mount {
                name       = "files"
                mount_path = "/etc/rpm-repo"
                read_only  = true
              }

              volume_mount {
                name       = "signing"
                mount_path = "/etc/rpm-signing"
                read_only  = true
              }

              volume_mount {
                name       = local.tmp.name
                mount_path = local.tmp.mount_path
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
              }
            }

            volume {
              name = "signing"

              secret {
                secret_name  = var.signing.gpg_secret
                default_mode = "0440"
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
    }
  }
}
