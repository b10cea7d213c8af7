# The variables that all stacks have.
variable "environment" {
  description = "dev, staging or prod. In prod images need a digest, and services more than one pod."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "environment must be dev, staging or prod."
  }
}

variable "domain" {
  description = "Domain of the environment, as dev.example.com: public names are below it, and no client is sent elsewhere."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\.)+[a-z]([-a-z0-9]{0,61}[a-z0-9])?$", var.domain))
    error_message = "domain must be a domain in lower case with at least one dot, as dev.example.com."
  }
}

variable "kubernetes" {
  description = <<-EOT
    The cluster.
    config_path: kubeconfig file; default ~/.kube/config.
    config_context: context in it; default: the current one.
  EOT
  type = object({
    config_path    = optional(string, "~/.kube/config")
    config_context = optional(string)
  })
  default  = {}
  nullable = false
}

variable "state_passphrase" {
  description = "Passphrase that encrypts state and plans, at least 16 characters, from the environment variable TF_VAR_state_passphrase; not used where env/<environment>.encryption.hcl or TF_ENCRYPTION say another key. It is in no plan and no state."
  type        = string
  default     = ""
  nullable    = false
  sensitive   = true
  ephemeral   = true
}
