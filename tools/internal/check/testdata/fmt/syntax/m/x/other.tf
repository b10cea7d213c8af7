variable "b" {
type = string
}
