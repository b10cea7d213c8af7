module "up" {
  source = "../../"
  given  = "b"
}
