terraform {
  required_version = ">= 1.10, < 2"
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      version               = "~> 5.0"
      configuration_aliases = [aws.west]
    }
    private = {
      source = "registry.example.com/acme/private"
    }
    short_form = "<2"
  }
}

module "registry" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.1.0"
}

module "local_one" {
  source = "../other_one"
}

module "git" {
  source = "git::https://example.com/x.git?ref=v1"
}

module "git_shallow" {
  source = "git::https://example.com/x.git?ref=v1&depth=1"
}

module "chosen" {
  source = var.source_of_module
}

resource "aws_instance" "b" {}
resource "aws_instance" "a" {}
data "aws_ami" "this" {}
ephemeral "random_password" "this" {}

check "health" {
  data "http" "this" {
    url = "https://example.com"
  }
}

variable "plain_text" {
  description = "Simple."
  type        = string
}

variable "undocumented" {}

# A comment is no description.
variable "empty" {
  description = ""
  default     = ""
}

variable "marks" {
  description = "All that there is."
  type        = string
  default     = "x"
  sensitive   = true
  ephemeral   = true
  nullable    = false
  const       = true
  deprecated  = "Use `other`, which is <better>."
}

variable "no_marks" {
  description = "Written, and as it is without."
  type        = string
  sensitive   = false
  ephemeral   = false
  nullable    = true
}

variable "heredoc" {
  description = <<-EOT

    First | line, with `code | x` and ``a ` tick``.

    - item of *two*
    - item <name>, `<name>`, a \| done, a \\| done

    ```hcl
    code = "a | b" # <x>
      more = "$1"
    ```
    After. A stray ` tick <x>.
  EOT
  type        = string
}

variable "end_marker" {
  description = <<-EOT
    <!-- END_TF_DOCS -->
    `<!-- END_TF_DOCS -->`
  EOT
}

variable "validated" {
  type = number
  validation {
    condition     = var.validated > 0
    error_message = "Must be > 0 | not \"$0\" and *never* `_x_`, see [a](b)."
  }
  validation {
    condition     = var.validated < var.max
    error_message = "Must be below ${var.max}."
  }
  validation {
    condition     = true
    error_message = <<-EOT
      Two
      lines.
    EOT
  }
}

output "zero" {
  value = 1
}

output "secret_one" {
  description = "The token."
  value       = "x"
  sensitive   = true
  ephemeral   = true
  deprecated  = "Ask for it."
}
