provider "helm" {}

provider "kubectl" {}

provider "kubernetes" {}

provider "random" {}
