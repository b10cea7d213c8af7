locals {
  jdbc_url = join("", [
    "jdbc:postgresql://${var.database.host}:${var.database.port}/${var.database.name}",
    var.database.ca_secret == null ? "?sslmode=require" : "?sslmode=verify-full&sslrootcert=/etc/nexus/database-ca/ca.crt",
  ])

  env = merge(
    {
      INSTALL4J_ADD_VM_PARAMS = join(" ", concat(
        [
          "-Xms${var.jvm.heap_mib}m",
          "-Xmx${var.jvm.heap_mib}m",
          "-XX:MaxDirectMemorySize=${var.jvm.direct_mib}m",
          "-Djava.util.prefs.userRoot=/nexus-data/javaprefs",
        ],
        var.edition == "pro" ? ["-Dnexus.licenseFile=/etc/nexus/license/license.lic"] : [],
      ))
      # By variables, not as the vendor's chart has it: what is on the command line everyone in the pod can read.
      NEXUS_DATASTORE_NEXUS_JDBCURL = local.jdbc_url
      # The first start takes the password of the Secret, and not one that it makes up and writes into a file.
      NEXUS_SECURITY_RANDOMPASSWORD = "false"
      NEXUS_SECRETS_KEY_FILE        = "/etc/nexus/encryption/keys.json"
    },
  )

  # Secrets reach the container by reference only: their content is in no plan and no state.
  secret_env = {
    NEXUS_DATASTORE_NEXUS_USERNAME  = { secret = var.database.secret_name, key = var.database.username_key }
    NEXUS_DATASTORE_NEXUS_PASSWORD  = { secret = var.database.secret_name, key = var.database.password_key }
    NEXUS_SECURITY_INITIAL_PASSWORD = { secret = var.admin_secret_name, key = "password" }
  }

  # Volume name => the Secret behind it and its key, mounted at /etc/nexus/<volume name>.
  secret_volumes = merge(
    { encryption = { secret = var.encryption_key_secret_name, key = "keys.json" } },
    var.database.ca_secret == null ? {} : { database-ca = { secret = var.database.ca_secret, key = "ca.crt" } },
    var.edition == "pro" ? { license = { secret = var.license_secret_name, key = "license.lic" } } : {},
  )

  pod_annotations = {
    "flywheel.dev/secrets-revision" = "database=${var.database.revision},secrets=${var.secrets_revision}"
  }

  resource_limits = var.resources.limits == null ? {} : { for name, quantity in var.resources.limits : name => quantity if quantity != null }
}
