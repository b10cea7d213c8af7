variable "name" {
  description = "Name."
  type        = string
}

variable "length" {
  description = "Greatest length."
  type        = number
  default     = 63
}

output "name" {
  description = "The name, shortened."
  value       = substr(var.name, 0, var.length)
}
