terraform {
  required_version = "at least 1.10"
}
