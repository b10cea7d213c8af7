# BaGetter reads variables, and over them the files of /run/secrets, both named as its settings with __ between the levels.
locals {
  # Npgsql takes user and password from PGUSER and PGPASSWORD: the string itself holds no secret.
  connection_string = local.sqlite ? "Data Source=/data/bagetter.db" : join(";", concat(
    ["Host=${var.database.host}", "Port=${var.database.port}", "Database=${var.database.name}"],
    var.database.ca_secret == null ? ["SSL Mode=Require"] : ["SSL Mode=VerifyFull", "Root Certificate=/etc/bagetter/database-ca/ca.crt"],
  ))

  env = merge(
    {
      ASPNETCORE_HTTP_PORTS              = tostring(local.port)
      DOTNET_EnableDiagnostics           = "0"
      Database__Type                     = local.sqlite ? "Sqlite" : "PostgreSql"
      Database__ConnectionString         = local.connection_string
      Storage__Type                      = var.storage.type
      Search__Type                       = "Database"
      Mirror__Enabled                    = tostring(var.mirror.enabled)
      PackageDeletionBehavior            = var.package_deletion
      AllowPackageOverwrites             = var.allow_overwrite
      MaxPackageSizeGiB                  = tostring(var.max_package_gib)
      Statistics__ListConfiguredServices = "false"
    },
    var.mirror.enabled ? { Mirror__PackageSource = var.mirror.source } : {},
    local.on_volume ? { Storage__Path = "/data" } : { for name, value in local.s3_env : name => value if value != null },
    {
      for name, value in {
        Retention__MaxMajorVersions      = var.retention.max_major
        Retention__MaxMinorVersions      = var.retention.max_minor
        Retention__MaxPatchVersions      = var.retention.max_patch
        Retention__MaxPrereleaseVersions = var.retention.max_prerelease
      } : name => tostring(value) if value != null
    },
  )

  s3_env = {
    Storage__Bucket   = var.storage.bucket
    Storage__Prefix   = var.storage.prefix
    Storage__Region   = var.storage.region
    Storage__Endpoint = var.storage.endpoint
    # The SDK adds checksums that stores other than Amazon's refuse, unless told so.
    AWS_REQUEST_CHECKSUM_CALCULATION = var.storage.endpoint == null ? null : "WHEN_REQUIRED"
    AWS_RESPONSE_CHECKSUM_VALIDATION = var.storage.endpoint == null ? null : "WHEN_REQUIRED"
    Storage__UseInstanceProfile      = var.storage.credentials_secret == null ? "true" : null
  }

  # Secrets reach the container by reference only: their content is in no plan and no state.
  secret_env = local.sqlite ? {} : {
    PGUSER     = { secret = var.database.secret_name, key = var.database.username_key }
    PGPASSWORD = { secret = var.database.secret_name, key = var.database.password_key }
  }

  # Secret => its keys and the setting that each becomes, all of them files in /run/secrets.
  secret_files = concat(
    [{ secret = var.api_key_secret.name, items = { (var.api_key_secret.key) = "ApiKey" } }],
    var.read_credentials_secret_name == null ? [] : [{
      secret = var.read_credentials_secret_name
      items  = { username = "Authentication__Credentials__0__Username", password = "Authentication__Credentials__0__Password" }
    }],
    local.on_volume || var.storage.credentials_secret == null ? [] : [{
      secret = var.storage.credentials_secret
      items  = { (var.storage.credentials_keys.access_key) = "Storage__AccessKey", (var.storage.credentials_keys.secret_key) = "Storage__SecretKey" }
    }],
  )

  # A change restarts the pods, which read Secrets when they start.
  pod_annotations = {
    "flywheel.dev/secrets-revision" = join(",", [
      "auth=${var.auth_revision}",
      "storage=${var.storage.credentials_revision}",
      "database=${local.sqlite ? 0 : var.database.revision}",
    ])
  }

  resource_requests = merge(var.resources.requests, { ephemeral-storage = "${local.tmp_gib}Gi" })
  resource_limits   = var.resources.limits == null ? {} : { for name, quantity in var.resources.limits : name => quantity if quantity != null }
}
