module "a" {
  source = "../y/"
  a      = "1"
}

output "o" {
  value = module.a.o
}
