provider "registry.opentofu.org/hashicorp/kubernetes" {
  version = "3.2.1"
  hashes = [
    "h1:0000000000000000000000000000000000000000000=",
  ]
}
