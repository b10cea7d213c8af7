variable "a" {
  type = string
  default= "${var.b}"
}
