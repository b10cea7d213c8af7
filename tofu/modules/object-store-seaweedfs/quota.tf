# SeaweedFS does not watch quotas by itself: somebody must tell it to. This sets them, too, so that a change is there within
# ten minutes; a bucket above its quota becomes read-only until there is room.
resource "kubernetes_config_map_v1" "quota" {
  metadata {
    name      = "${var.name}-quota"
    namespace = var.namespace
    labels    = local.defaults.labels
  }

  data = {
    "commands" = join("", concat(
      [for key, b in var.buckets : "s3.bucket.quota -name=${b.bucket} -op=set -sizeMB=${local.quotas_mib[key]}\n"],
      ["s3.bucket.quota.enforce -apply\n"],
    ))
  }
}

resource "kubernetes_service_account_v1" "quota" {
  metadata {
    name      = "${var.name}-quota"
    namespace = var.namespace
    labels    = local.defaults.labels
  }

  automount_service_account_token = false
}

resource "kubernetes_cron_job_v1" "quota" {
  metadata {
    name      = "${var.name}-quota"
    namespace = var.namespace
    labels    = local.defaults.labels
  }

  spec {
    schedule                      = "*/10 * * * *"
    concurrency_policy            = "Forbid"
    starting_deadline_seconds     = 300
    successful_jobs_history_limit = 1
    failed_jobs_history_limit     = 3

    job_template {
      metadata {
        labels = local.defaults.labels
      }

      spec {
        backoff_limit           = 1
        active_deadline_seconds = 300

        template {
          metadata {
            labels = merge(local.defaults.labels, local.pod_labels)
          }

          spec {
            service_account_name             = kubernetes_service_account_v1.quota.metadata[0].name
            automount_service_account_token  = local.defaults.pod.automount_service_account_token
            enable_service_links             = local.defaults.pod.enable_service_links
            termination_grace_period_seconds = local.defaults.pod.termination_grace_period_seconds
            restart_policy                   = "Never"

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

            container {
              name    = "quota"
              image   = local.defaults.image
              command = ["/bin/sh", "-ec", "exec /usr/bin/weed -logdir=/tmp shell < /etc/quota/commands"]

              dynamic "env" {
                for_each = {
                  WEED_CLUSTER_DEFAULT   = "sw"
                  WEED_CLUSTER_SW_MASTER = "${var.name}-master.${var.namespace}:9333"
                  WEED_CLUSTER_SW_FILER  = "${var.name}-filer-client.${var.namespace}:8888"
                }
                content {
                  name  = env.key
                  value = env.value
                }
              }

              resources {
                requests = { cpu = "20m", memory = "64Mi" }
                limits   = { memory = "256Mi" }
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

              volume_mount {
                name       = "quota"
                mount_path = "/etc/quota"
                read_only  = true
              }
              volume_mount {
                name       = local.defaults.tmp_volume.name
                mount_path = local.defaults.tmp_volume.mount_path
              }
            }

            volume {
              name = "quota"
              config_map {
                name = kubernetes_config_map_v1.quota.metadata[0].name
              }
            }
            volume {
              name = local.defaults.tmp_volume.name
              empty_dir {
                size_limit = local.defaults.tmp_volume.size_limit
              }
            }
          }
        }
      }
    }
  }

  depends_on = [helm_release.this]
}
