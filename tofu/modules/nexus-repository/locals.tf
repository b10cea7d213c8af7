locals {
  port = 8081

  # For what belongs to no set of pods.
  labels          = { for key, value in local.defaults["server"].labels : key => value if key != "app.kubernetes.io/component" }
  selector_labels = local.defaults["server"].selector_labels
  scrape_label    = { "flywheel.dev/scrape" = "metrics" }

  # The same for both sets of pods.
  pod    = local.defaults["server"].pod
  probes = local.defaults["server"].probes

  internal_url = "http://${var.name}.${var.namespace}.svc"
  url          = var.exposure.mode == "none" ? local.internal_url : "https://${var.exposure.host}"

  s3_host      = try(regex("^https?://([^/:]+)", var.blobstore.endpoint)[0], null)
  s3_scheme    = try(regex("^(https?)://", var.blobstore.endpoint)[0], "https")
  s3_port      = try(tonumber(regex("^https?://[^/:]+:([0-9]+)", var.blobstore.endpoint)[0]), local.s3_scheme == "https" ? 443 : 80)
  s3_namespace = try(regex("^[^.]+\\.([^.]+)\\.svc(?:\\.|$)", local.s3_host)[0], null)

  # What the JVM takes, and half a GiB for all besides: threads, code, buffers of the system.
  mebi            = { Ki = 1 / 1024, Mi = 1, Gi = 1024, Ti = 1048576 }
  memory_mib      = try(tonumber(regex("^[0-9]+", var.resources.requests.memory)) * local.mebi[regex("[KMGT]i$", var.resources.requests.memory)], 0)
  memory_need_mib = var.jvm.heap_mib + var.jvm.direct_mib + 512

  # Community edition, since 3.87: above these, new components are refused.
  limits = { components = 40000, requests_per_day = 100000 }
}
