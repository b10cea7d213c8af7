variable "accept_eula" {
  description = "Whether you accept Sonatype's agreement for the community edition (https://links.sonatype.com/products/nxrm/ce-eula); default false, and nothing is deployed."
  type        = bool
  default     = false
  nullable    = false
}

variable "edition" {
  description = "community (default) or pro, which needs license_secret_name. The image is the same."
  type        = string
  default     = "community"
  nullable    = false

  validation {
    condition     = contains(["community", "pro"], var.edition)
    error_message = "edition must be community or pro."
  }
}

variable "license_secret_name" {
  description = "Name of a Secret with key license.lic, in the pro edition."
  type        = string
  default     = null

  validation {
    condition     = (var.edition == "pro") == (var.license_secret_name != null)
    error_message = "license_secret_name belongs to edition pro: set both or neither."
  }
}

variable "database" {
  description = <<-EOT
    PostgreSQL, as module postgres-cluster makes it: Nexus' own H2 does not survive a pod that is killed.
    host: of the server that takes writes. port: default 5432. name: of the database.
    namespace, pod_selector: where its pods are, for the NetworkPolicy; pod_selector is a map of labels, as { "cnpg.io/cluster" = "packages-db" }.
    secret_name: of a Secret in the namespace with the owner's name and password; its keys username_key (default username) and password_key (default password).
    ca_secret: name of a Secret with key ca.crt, by which the server's certificate and name are verified; default: encrypted, not verified.
    revision: change it after the Secret has changed, to restart the pod; default 1.
  EOT
  type = object({
    host         = string
    port         = optional(number, 5432)
    name         = string
    namespace    = string
    pod_selector = map(string)
    secret_name  = string
    username_key = optional(string, "username")
    password_key = optional(string, "password")
    ca_secret    = optional(string)
    revision     = optional(number, 1)
  })
  nullable = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", var.database.host))
    error_message = "database.host must be a host name in lower case, without scheme and port."
  }
  validation {
    condition     = can(regex("^[A-Za-z0-9_-]+$", var.database.name))
    error_message = "database.name must be letters, digits, _ and -: it is part of an address."
  }
  validation {
    condition     = length(var.database.pod_selector) > 0
    error_message = "database.pod_selector is empty: the NetworkPolicy would open every pod of that namespace."
  }
  validation {
    condition     = var.database.port >= 1 && var.database.port <= 65535 && floor(var.database.port) == var.database.port
    error_message = "database.port must be a port, 1 to 65535."
  }
}

variable "blobstore" {
  description = <<-EOT
    S3 bucket with all components. It must not expire objects: the database knows them.
    bucket, prefix (default: none), region (default us-east-1). endpoint: http:// or https:// address; default: Amazon's. path_style: default true.
    credentials_secret: name of a Secret in the namespace, with credentials_keys access_key (default access-key) and secret_key (default secret-key); default: the pod's own role.
    credentials_revision: change it after the Secret has changed: Nexus is told the new keys; default 1.
    pod_port: where the endpoint is a Service of the cluster, the port of its pods; default 9000. cidrs: where it is not, its addresses for the NetworkPolicy, as ["203.0.113.0/24"].
  EOT
  type = object({
    bucket             = string
    prefix             = optional(string, "")
    region             = optional(string, "us-east-1")
    endpoint           = optional(string)
    path_style         = optional(bool, true)
    credentials_secret = optional(string)
    credentials_keys = optional(object({
      access_key = optional(string, "access-key")
      secret_key = optional(string, "secret-key")
    }), {})
    credentials_revision = optional(number, 1)
    pod_port             = optional(number, 9000)
    cidrs                = optional(list(string), [])
  })
  nullable = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.blobstore.bucket))
    error_message = "blobstore.bucket must be 3 to 63 lower case letters, digits, . and -."
  }
  validation {
    condition     = var.blobstore.endpoint == null || can(regex("^https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?/?$", var.blobstore.endpoint))
    error_message = "blobstore.endpoint must be http:// or https:// and a host, with a port if it is not the usual one, and no path."
  }
  validation {
    condition     = alltrue([for cidr in var.blobstore.cidrs : can(cidrhost(cidr, 0))])
    error_message = "blobstore.cidrs must be address ranges, as 203.0.113.0/24."
  }
  validation {
    condition     = !var.network_policy.enabled || length(var.blobstore.cidrs) > 0 || can(regex("^https?://[^./]+\\.[^./]+\\.svc([.:/]|$)", var.blobstore.endpoint))
    error_message = "blobstore.cidrs must be set: a NetworkPolicy cannot name hosts, and blobstore.endpoint is no Service of the cluster (<name>.<namespace>.svc)."
  }
  validation {
    condition     = var.blobstore.pod_port >= 1 && var.blobstore.pod_port <= 65535 && floor(var.blobstore.pod_port) == var.blobstore.pod_port
    error_message = "blobstore.pod_port must be a port, 1 to 65535."
  }
}

variable "data_volume" {
  description = "Volume of the pod: search index, logs, what is on its way to S3. size: as 50Gi; default 50Gi. storage_class: default: the cluster's."
  type = object({
    size          = optional(string, "50Gi")
    storage_class = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^[1-9][0-9]*(Gi|Ti)$", var.data_volume.size))
    error_message = "data_volume.size must be a whole number with Gi or Ti, as 50Gi."
  }
}

variable "jvm" {
  description = "Memory of the JVM in MiB: heap_mib, default 2703, and direct_mib, default 2703, as the vendor has them for the least machine. resources.requests.memory must hold both and 512 MiB."
  type = object({
    heap_mib   = optional(number, 2703)
    direct_mib = optional(number, 2703)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.jvm.heap_mib >= 1024 && var.jvm.direct_mib >= 512 && floor(var.jvm.heap_mib) == var.jvm.heap_mib && floor(var.jvm.direct_mib) == var.jvm.direct_mib
    error_message = "jvm.heap_mib must be a whole number, at least 1024, jvm.direct_mib at least 512."
  }
}

variable "admin_secret_name" {
  description = "Name of a Secret with key password, of the user admin: taken at the first start, and by the bootstrap Job. To change it later, change it in Nexus and in the Secret."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", var.admin_secret_name))
    error_message = "admin_secret_name must be the name of a Secret."
  }
}

variable "encryption_key_secret_name" {
  description = "Name of a Secret with key keys.json (help.sonatype.com, \"Re-encryption in Nexus Repository\"), by which Nexus encrypts the passwords in its database: without one it uses a key that everyone knows."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", var.encryption_key_secret_name))
    error_message = "encryption_key_secret_name must be the name of a Secret."
  }
}

variable "metrics_secret_name" {
  description = "Name of a Secret for Prometheus with keys username and password, of a user with the privilege nx-metrics-all; wanted with monitoring."
  type        = string
  default     = null

  validation {
    condition     = !var.monitoring.enabled || var.metrics_secret_name != null
    error_message = "metrics_secret_name must be set: Nexus shows its metrics to nobody else. Or set monitoring.enabled = false."
  }
}

variable "secrets_revision" {
  description = "Change it after the Secret of the admin, of the encryption key or of the license has changed, to restart the pod and set it up again; default 1."
  type        = number
  default     = 1
  nullable    = false
}

variable "anonymous_access" {
  description = "Whether reading needs no credentials; default false. Not where anything is exposed."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = var.exposure.mode == "none" || !var.anonymous_access
    error_message = "anonymous_access must be false where exposure.mode is not none: anyone could take your packages, and use up the community edition's requests."
  }
}

variable "repositories" {
  description = <<-EOT
    Map of repository to what it is; the name is part of its address. Others are left as they are. Default: none.
    format: yum, nuget, npm, pypi or raw. type: hosted, proxy (with remote_url) or group (with members, names of repositories of this map).
    write_policy: of hosted ones, ALLOW_ONCE (default), ALLOW or DENY.
    For clients: nuget_patterns, list of the packages that come from here; npm_scope; index, whether pip asks it; gpg_key_url, https:// address of the key of a yum repository's packages.
  EOT
  type = map(object({
    format         = string
    type           = string
    remote_url     = optional(string)
    members        = optional(list(string), [])
    write_policy   = optional(string, "ALLOW_ONCE")
    nuget_patterns = optional(list(string), [])
    npm_scope      = optional(string)
    index          = optional(bool, false)
    gpg_key_url    = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.repositories) : can(regex("^[a-z][a-z0-9-]*$", name))])
    error_message = "repositories needs names of lower case letters, digits and -."
  }
  validation {
    condition     = alltrue([for repo in values(var.repositories) : contains(["yum", "nuget", "npm", "pypi", "raw"], repo.format) && contains(["hosted", "proxy", "group"], repo.type)])
    error_message = "repositories[*].format must be yum, nuget, npm, pypi or raw, and type hosted, proxy or group."
  }
  validation {
    condition     = alltrue([for repo in values(var.repositories) : (repo.type == "proxy") == (repo.remote_url != null)])
    error_message = "repositories[*].remote_url belongs to type proxy: set both or neither."
  }
  validation {
    condition     = alltrue([for repo in values(var.repositories) : repo.remote_url == null || can(regex("^https?://[A-Za-z0-9.-]+(:[1-9][0-9]*)?(/[^\\s@]*)?$", repo.remote_url))])
    error_message = "repositories[*].remote_url must be http:// or https:// and a host, without user or password."
  }
  validation {
    condition     = alltrue([for repo in values(var.repositories) : (repo.type == "group") == (length(repo.members) > 0)])
    error_message = "repositories[*].members belong to type group: set both or neither."
  }
  validation {
    condition     = alltrue(flatten([for repo in values(var.repositories) : [for member in repo.members : try(var.repositories[member].format == repo.format && var.repositories[member].type != "group", false)]]))
    error_message = "repositories[*].members must be hosted or proxy repositories of this map, of the group's format."
  }
  validation {
    condition     = alltrue([for repo in values(var.repositories) : contains(["ALLOW_ONCE", "ALLOW", "DENY"], repo.write_policy)])
    error_message = "repositories[*].write_policy must be ALLOW_ONCE, ALLOW or DENY."
  }
}

variable "proxy_cidrs" {
  description = "List of the addresses of the proxies' remotes, for the NetworkPolicy; default every address, since most are behind a content delivery network."
  type        = list(string)
  default     = ["0.0.0.0/0"]
  nullable    = false

  validation {
    condition     = length(var.proxy_cidrs) > 0 && alltrue([for cidr in var.proxy_cidrs : can(cidrhost(cidr, 0))])
    error_message = "proxy_cidrs must be address ranges, as 203.0.113.0/24, at least one."
  }
}

variable "service_account_annotations" {
  description = "Map of annotations of the pods' service account, for S3 by the pod's own role; default: none. No token of the API server is mounted."
  type        = map(string)
  default     = {}
  nullable    = false
}
