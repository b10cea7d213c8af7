provider "kubernetes" {}

provider "kubectl" {}

provider "random" {}
