# Which cluster: the environment says it (KUBE_CONFIG_PATH, KUBE_CTX, …).
provider "helm" {}

provider "kubectl" {}

provider "kubernetes" {}

provider "random" {}
