# Makes the caches and tells their public keys. Other caches, another script or another image are another Job; running it again
# changes nothing. An init container, of the server's image, makes a token for ten minutes and these caches; the
# other one, which has no key of Attic's, talks to both servers.
locals {
  cache_names = keys(var.caches)

  # Keys of ConfigMaps take no "+", names of caches no ".".
  key_of = { for name in local.cache_names : name => replace(name, "+", ".") }

  signing_keys = { for index, name in local.cache_names : name => { volume = "key-${index}", secret = var.caches[name].signing_key_secret } if var.caches[name].signing_key_secret != null }

  # One line a cache: name, seconds, directory of the signing key, settings; files/bootstrap.sh reads it.
  caches_tsv = join("", [
    for name, cache in var.caches : join("", [join("\t", [
      name,
      local.caches[name].retention_seconds,
      try("/run/keys/${local.signing_keys[name].volume}", "-"),
      jsonencode({
        is_public                = cache.public
        priority                 = cache.priority
        upstream_cache_key_names = cache.upstream_cache_key_names
      }),
    ]), "\n"])
  ])

  # Reading is needed where a cache is not public, "configure" does not include retention.
  token_args = concat(
    ["-f", "/etc/attic/server.toml", "make-token", "--sub", "flywheel-bootstrap", "--validity", "10m"],
    flatten([
      for name in local.cache_names : [
        for right in ["pull", "create-cache", "configure-cache", "configure-cache-retention"] : ["--${right}", name]
      ]
    ]),
  )

  bootstrap_data = {
    "bootstrap.sh" = file("${path.module}/files/bootstrap.sh")
    "caches.tsv"   = local.caches_tsv
  }
  bootstrap_hash = substr(sha256(jsonencode([local.bootstrap_data, local.image, local.client_image, var.caches, local.token_args])), 0, 10)
}

resource "kubernetes_service_account_v1" "bootstrap" {
  metadata {
    name      = "${var.name}-bootstrap"
    namespace = var.namespace
    labels    = local.defaults["bootstrap"].labels
  }

  automount_service_account_token = false
}

# Made empty here, so that the Job needs no right to make one.
resource "kubernetes_config_map_v1" "public_keys" {
  metadata {
    name      = "${var.name}-public-keys"
    namespace = var.namespace
    labels    = local.labels
  }

  lifecycle {
    # The Job writes it.
    ignore_changes = [data]
  }
}

resource "kubernetes_role_v1" "bootstrap" {
  metadata {
    name      = "${var.name}-bootstrap"
    namespace = var.namespace
    labels    = local.defaults["bootstrap"].labels
  }

  rule {
    api_groups     = [""]
    resources      = ["configmaps"]
    resource_names = [kubernetes_config_map_v1.public_keys.metadata[0].name]
    verbs          = ["patch"]
  }
}

resource "kubernetes_role_binding_v1" "bootstrap" {
  metadata {
    name      = "${var.name}-bootstrap"
    namespace = var.namespace
    labels    = local.defaults["bootstrap"].labels
  }

  role_ref {
    api_group = "rbac.authorization.k8s.io"
    kind      = "Role"
    name      = kubernetes_role_v1.bootstrap.metadata[0].name
  }

  subject {
    kind      = "ServiceAccount"
    name      = kubernetes_service_account_v1.bootstrap.metadata[0].name
    namespace = var.namespace
  }
}

resource "kubernetes_config_map_v1" "bootstrap" {
  metadata {
    name      = "${var.name}-bootstrap"
    namespace = var.namespace
    labels    = local.defaults["bootstrap"].labels
  }

  data = local.bootstrap_data
}

# Read after the Job: the keys are Attic's, and known only then.
data "kubernetes_config_map_v1" "public_keys" {
  metadata {
    name      = kubernetes_config_map_v1.public_keys.metadata[0].name
    namespace = var.namespace
  }

  depends_on = [kubernetes_job_v1.bootstrap]
}

locals {
  public_keys = { for name in local.cache_names : name => try(data.kubernetes_config_map_v1.public_keys.data[local.key_of[name]], null) }

  # A substituter without a key would have Nix refuse every path; one that is private needs a token first.
  nix_substituters = {
    for name, key in local.public_keys : name => { url = local.caches[name].url, public_key = key } if key != null && var.caches[name].public
  }
}
