variable "a" {
  type = string
}