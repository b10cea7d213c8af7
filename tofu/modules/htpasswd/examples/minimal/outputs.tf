# Nothing that may be kept: the hash is ephemeral.
