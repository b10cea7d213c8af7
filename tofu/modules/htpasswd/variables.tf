variable "password" {
  description = "Password of which the hash is wanted: made by chance and long, at least 32 letters and digits, since the hash has no salt and is fast. It is in no plan and no state."
  type        = string
  ephemeral   = true
  nullable    = false
}
