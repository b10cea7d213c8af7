locals {
  # What both operators call the same.
  common_spec = merge(
    {
      image                 = local.images.server.image
      image_version         = local.images.server.version
      image_web             = local.images.web.image
      image_web_version     = local.images.web.version
      admin_password_secret = var.admin_password_secret_name
      # A way in is made here, as for every other service.
      ingress_type = "none"
      api          = local.role.api
      content      = local.role.content
      worker       = local.role.worker
      web          = local.role.web
    },
    { for name, value in { container_token_secret = var.container_token_secret_name, db_fields_encryption_secret = var.db_fields_encryption_secret_name } : name => value if value != null },
    { for name, value in { signing_secret = try(var.signing.secret_name, null) } : name => value if value != null },
    { for name, value in { object_storage_s3_secret = var.storage.s3_secret } : name => value if local.s3 },
    {
      for name, value in {
        file_storage_access_mode   = "ReadWriteMany"
        file_storage_size          = var.storage.size
        file_storage_storage_class = var.storage.storage_class
      } : name => value if !local.s3
    },
  )

  specs = {
    galaxy = merge(local.common_spec, {
      storage_type                  = var.storage.type
      postgres_configuration_secret = var.database.secret_name
      redis_storage_size            = var.redis.size
      redis_resource_requirements   = local.redis_requirements
      no_log                        = true
      public_base_url               = local.url
    }, { for name, value in { redis_storage_class = var.redis.storage_class, signing_scripts_configmap = try(var.signing.scripts_config_map, null) } : name => value if value != null })

    pulp = merge(local.common_spec, {
      database = { external_db_secret = var.database.secret_name }
      cache = merge(
        { enabled = true, redis_resource_requirements = local.redis_requirements },
        { for name, value in { redis_storage_class = var.redis.storage_class } : name => value if value != null },
      )
    }, { for name, value in { signing_scripts = try(var.signing.scripts_config_map, null) } : name => value if value != null })
  }
}

# Applied before what needs its definitions.
resource "kubectl_manifest" "operator" {
  for_each = local.operator_documents

  server_side_apply = true
  field_manager     = "opentofu"
  yaml_body         = each.value

  lifecycle {
    precondition {
      condition     = filesha256(var.operator_manifest.file) == var.operator_manifest.sha256
      error_message = "operator_manifest.file has another SHA-256 than operator_manifest.sha256: it is not the file that was reviewed. Review it, and set the new one."
    }
    precondition {
      condition     = yamldecode(each.value).kind != "Deployment" || try(yamldecode(each.value).metadata.namespace, "") == var.namespace
      error_message = "operator_manifest.file has the operator in another namespace than namespace, ${var.namespace}: it looks after its own only. Render it with kustomize edit set namespace ${var.namespace}."
    }
    precondition {
      condition     = !can(regex("image:\\s*\\S+:(latest|main)[\"']?(\\s|$)", each.value))
      error_message = "operator_manifest.file names an image by a tag that moves (latest or main): set its digest in the file, with kustomize edit set image."
    }
  }
}

resource "kubectl_manifest" "this" {
  server_side_apply = true
  field_manager     = "opentofu"

  yaml_body = yamlencode({
    apiVersion = var.mode == "galaxy" ? "galaxy.ansible.com/v1beta1" : "repo-manager.pulpproject.org/v1"
    kind       = var.mode == "galaxy" ? "Galaxy" : "Pulp"
    metadata = {
      name      = var.name
      namespace = var.namespace
      labels    = local.labels
    }
    # As text, since both arms of a condition must have one type.
    spec = jsondecode(var.mode == "galaxy" ? jsonencode(local.specs.galaxy) : jsonencode(local.specs.pulp))
  })

  lifecycle {
    precondition {
      condition     = local.total_cpu == var.total.cpu * 1000 && local.total_mib == var.total.memory_gib * 1024
      error_message = "The roles ask for ${local.total_cpu}m CPU and ${local.total_mib}Mi together, and total says ${var.total.cpu} CPU and ${var.total.memory_gib}Gi: the capacity table would be wrong. Change one or the other."
    }
  }

  depends_on = [kubectl_manifest.operator, kubernetes_network_policy_v1.operator]
}
