# The key of state and plans is OpenBao's (transit engine): address and token come from BAO_ADDR and BAO_TOKEN.
key_provider "openbao" "state" {
  key_name   = "flywheel-prod-state"
  key_length = 32
}

method "aes_gcm" "state" {
  keys = key_provider.openbao.state
}

state {
  method = method.aes_gcm.state
}

plan {
  method = method.aes_gcm.state
}
