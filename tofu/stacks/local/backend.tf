# State is a file below the user's state directory; the run targets say where.
terraform {
  backend "local" {}
}
