# The least that must be said: what is in it, the key, the image that publishes, who may connect.
module "rpm_repo" {
  source = "../.."

  namespace     = "packages"
  environment   = "dev"
  publish_image = { repository = "registry.example.com/rpm-publish", tag = "1" }

  repos          = { internal = { releasever = ["10"], arch = ["x86_64"] } }
  signing        = { gpg_secret = "rpm-signing", key_id = "0123456789ABCDEF0123456789ABCDEF01234567" }
  network_policy = { ingress_namespaces = ["ci"] }
}
