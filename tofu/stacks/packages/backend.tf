# Where the state is differs with the environment, so no backend block is here: the run targets add it, as BUILD.bazel says.
# State and saved plans are encrypted everywhere, or nothing is written.
terraform {
  encryption {
    key_provider "pbkdf2" "passphrase" {
      passphrase = var.state_passphrase
    }

    method "aes_gcm" "passphrase" {
      keys = key_provider.pbkdf2.passphrase
    }

    # env/<environment>.encryption.hcl, where there is one, puts another method in place of this.
    state {
      method   = method.aes_gcm.passphrase
      enforced = true
    }

    plan {
      method   = method.aes_gcm.passphrase
      enforced = true
    }
  }
}
