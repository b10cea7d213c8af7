# Which cluster: the environment says it (KUBE_CONFIG_PATH, KUBE_CTX, …).
provider "kubernetes" {}

provider "kubectl" {}
