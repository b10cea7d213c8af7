locals {
  port = 8080

  # For what belongs to no set of pods.
  labels = { for key, value in local.defaults["server"].labels : key => value if key != "app.kubernetes.io/component" }

  # The same for both.
  pod                = local.defaults["server"].pod
  pod_security       = local.defaults["server"].pod_security_context
  container_security = local.defaults["server"].container_security_context
  probes             = local.defaults["server"].probes
  tmp                = local.defaults["server"].tmp_volume

  # Pods on different nodes cannot have such a volume together.
  one_node = var.volume.access_mode == "ReadWriteOnce"

  internal_url = "http://${var.name}.${var.namespace}.svc"
  url          = var.exposure.mode == "none" ? local.internal_url : "https://${var.exposure.host}"

  targets = flatten([
    for name, repo in var.repos : [
      for releasever in repo.releasever : [
        for arch in repo.arch : { name = name, releasever = releasever, arch = arch }
      ]
    ]
  ])

  nginx_conf = replace(file("${path.module}/files/nginx.conf"), "#AUTH", var.htpasswd_secret_name == null ? "" : join("\n    ", [
    "auth_basic \"rpm\";",
    "auth_basic_user_file /etc/nginx/auth/htpasswd;",
  ]))

  # A publication is late when two in a row are missing; of other schedules than every N minutes only a day is known.
  period_minutes = try(tonumber(regex("^\\*/([0-9]+) \\* \\* \\* \\*$", var.schedule)[0]), 1440)
  stale_seconds  = local.period_minutes * 2 * 60 + 300

  server_requests  = var.resources.requests
  server_limits    = var.resources.limits == null ? {} : { for name, quantity in var.resources.limits : name => quantity if quantity != null }
  pod_annotations  = { "flywheel.dev/configuration" = sha1(local.nginx_conf), "flywheel.dev/secrets-revision" = "auth=${var.htpasswd_revision}" }
  selector_labels  = local.defaults["server"].selector_labels
  publish_selector = local.defaults["publish"].selector_labels
}
