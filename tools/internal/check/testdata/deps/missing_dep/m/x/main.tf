# A comment, so that the line number says something.
module "y" {
  source = "../y"
}
