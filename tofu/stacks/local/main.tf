resource "flywheel_local_cache" "this" {
  data_dir             = var.data_dir
  http_address         = var.http_address
  grpc_address         = var.grpc_address
  max_size             = var.max_size
  bazel_retention_days = var.bazel_retention_days
  sync                 = var.sync
  auth                 = var.auth
  caches               = var.caches
}

module "client_config" {
  source = "../../modules/client-config"

  # Helper and netrc file are null where auth = "none".
  bazel = {
    url               = flywheel_local_cache.this.bazel_grpc_url
    credential_helper = flywheel_local_cache.this.credential_helper
  }
  nix = {
    netrc_file = flywheel_local_cache.this.netrc_file
    substituters = {
      for name in keys(var.caches) : name => {
        url        = flywheel_local_cache.this.nix_cache_urls[name]
        public_key = flywheel_local_cache.this.nix_public_keys[name]
      }
    }
  }
}
