provider "flywheel" {}
