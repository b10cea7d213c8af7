variable "password" {
  description = "Password of which the hash is wanted. Default: 42 letters, as an example."
  type        = string
  default     = "exampleexampleexampleexampleexampleexample"
  ephemeral   = true
  nullable    = false
}
