locals {
  # npm joins what it asks for to the address as it stands: it must end with /.
  npm_registries = var.npm == null ? {} : {
    for scope, registry in var.npm.registries : scope => merge(registry, {
      url  = "${trimsuffix(registry.url, "/")}/"
      auth = "${trimsuffix(coalesce(registry.auth_url, registry.url), "/")}/"
    })
  }

  npmrc = concat(
    [for scope, registry in local.npm_registries : "${scope == "" ? "" : "${scope}:"}registry=${registry.url}"],
    # npm puts the variable's value there itself; two scopes of one registry share the line.
    distinct([
      for registry in values(local.npm_registries) : "${trimprefix(registry.auth, "https:")}:_authToken=$${${registry.token_env}}"
      if registry.token_env != null
    ]),
  )

  npm_rows = [
    for scope, registry in local.npm_registries : {
      client      = scope == "" ? "npm" : "npm ${scope}"
      file        = ".npmrc"
      endpoint    = registry.url
      credentials = registry.token_env == null ? "none" : "variable ${registry.token_env}"
      check       = scope == "" ? "npm ping" : "npm config get ${scope}:registry"
    }
  ]
}
