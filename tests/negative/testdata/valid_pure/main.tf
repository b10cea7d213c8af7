variable "zones" {
  description = "Zones and their sizes."
  type        = map(object({ size = optional(number, 1), tags = optional(set(string), []) }))
  default     = { a = {} }
  validation {
    condition     = alltrue([for z in var.zones : z.size > 0])
    error_message = "Sizes are positive."
  }
}

locals {
  tags = setunion([for z in var.zones : z.tags]...)
}

resource "terraform_data" "this" {
  input = local.tags
}

check "some" {
  assert {
    condition     = length(var.zones) > 0
    error_message = "There is no zone."
  }
}

output "sizes" {
  description = "Size of each zone."
  value       = { for k, z in var.zones : k => z.size }
}
