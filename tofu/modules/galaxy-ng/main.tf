locals {
  # The operators make these and label them so (roles/*/templates of galaxy-operator, controllers/settings/labels.go of pulp-operator).
  operator     = "${var.mode}-operator"
  pod_selector = { "app.kubernetes.io/managed-by" = local.operator }
  # Of both operators' own Deployments (config/manager/manager.yaml): what they are selected by.
  operator_selector = { "control-plane" = "controller-manager" }
  service           = "${var.name}-web-svc"
  service_port      = 24880
  ports             = { web = 8080, api = 24817, content = 24816, redis = 6379 }

  labels = merge(var.labels, {
    "app.kubernetes.io/name"       = var.mode
    "app.kubernetes.io/instance"   = var.name
    "app.kubernetes.io/part-of"    = "flywheel"
    "app.kubernetes.io/managed-by" = "opentofu"
    "flywheel.dev/environment"     = var.environment
  })

  internal_url = "http://${local.service}.${var.namespace}.svc:${local.service_port}"
  url          = var.exposure.mode == "none" ? local.internal_url : "https://${var.exposure.host}"

  # The operators write "image:image_version": of a digest the part before the colon is the image's.
  images = {
    for name, image in { server = var.image, web = var.web_image } : name => (
      image.digest == null ? { image = image.repository, version = image.tag } : { image = "${image.repository}@sha256", version = trimprefix(image.digest, "sha256:") }
    )
  }

  role = {
    for name, role in { api = var.api, content = var.content, worker = var.worker, web = var.web } : name => {
      replicas              = role.replicas
      resource_requirements = {
        requests = { cpu = role.cpu, memory = role.memory }
        limits   = { memory = coalesce(role.memory_limit, role.memory) }
      }
    }
  }

  redis_requirements = {
    requests = { cpu = var.redis.cpu, memory = var.redis.memory }
    limits   = { memory = var.redis.memory }
  }

  # What all roles ask for together, in thousandths of a processor and MiB.
  all       = concat([for role in [var.api, var.content, var.worker, var.web] : role], [{ replicas = 1, cpu = var.redis.cpu, memory = var.redis.memory }])
  mebi      = { Ki = 1 / 1024, Mi = 1, Gi = 1024, Ti = 1048576 }
  total_cpu = sum([for role in local.all : role.replicas * try(endswith(role.cpu, "m") ? tonumber(trimsuffix(role.cpu, "m")) : tonumber(role.cpu) * 1000, 0)])
  total_mib = sum([for role in local.all : role.replicas * try(tonumber(regex("^[0-9]+", role.memory)) * local.mebi[regex("[KMGT]i$", role.memory)], 0)])

  s3 = var.storage.type == "S3"
}
