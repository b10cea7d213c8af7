terraform {
  required_providers {
    random = {
      source  = "hashicorp/random"
      version = "~> 3.9"
    }
  }
}

ephemeral "random_password" "this" {
  length = 24
}

output "password" {
  value = ephemeral.random_password.this.result
}
