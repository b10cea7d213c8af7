module "n" {
  source = "../../../y"
}

output "v" {
  value = module.n.w
}
