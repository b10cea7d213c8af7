variable "public_url" {
  description = "Address by which clients know the server, with / at its end, as https://attic.example.com/: Attic's api-endpoint. Where exposure.mode is not none: https://<exposure.host>/."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?/([A-Za-z0-9._~-]+/)*$", var.public_url))
    error_message = "public_url must be http:// or https://, a host in lower case, and a path that ends with /, as https://attic.example.com/: Attic glues names of caches to it."
  }
  validation {
    condition     = var.exposure.mode == "none" || var.public_url == "https://${coalesce(var.exposure.host, "-")}/"
    error_message = "public_url must be https://<exposure.host>/ where exposure.mode is not none: Attic answers no other Host."
  }
}

variable "extra_allowed_hosts" {
  description = "List of further Host headers that Attic answers, exactly as clients send them (with the port, unless it is 80 or 443); default: none. The host of public_url and the Service's names in the cluster are answered anyway."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for host in var.extra_allowed_hosts : can(regex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?$", host))])
    error_message = "extra_allowed_hosts must be host names in lower case, with a port if it is neither 80 nor 443, without http://."
  }
}

variable "database" {
  description = <<-EOT
    PostgreSQL database.
    secret_name: of a Secret in the namespace; url_key: its key with the connection URL, password included; default fqdn-uri, as CloudNativePG writes it.
    namespace, pod_selector (map of labels), port (default 5432): where the database's pods are, for the NetworkPolicy.
    revision: change it after the password has changed, to restart the pods; default 1.
  EOT
  type = object({
    secret_name  = string
    url_key      = optional(string, "fqdn-uri")
    namespace    = string
    pod_selector = map(string)
    port         = optional(number, 5432)
    revision     = optional(number, 1)
  })
  nullable = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$", var.database.secret_name)) && can(regex("^[A-Za-z0-9._-]+$", var.database.url_key))
    error_message = "database.secret_name and url_key must name a Secret and its key: the URL itself never passes through OpenTofu."
  }
  validation {
    condition     = can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", var.database.namespace)) && length(var.database.pod_selector) > 0
    error_message = "database.namespace and pod_selector must say where the database's pods are: an empty selector would let Attic connect to every pod there."
  }
  validation {
    condition     = var.database.port >= 1 && var.database.port <= 65535 && floor(var.database.port) == var.database.port
    error_message = "database.port must be a port, 1 to 65535."
  }
}

variable "storage" {
  description = <<-EOT
    S3 bucket. Only Attic's garbage collection may delete from it: an expiry rule of the bucket would destroy chunks that the database still counts on.
    bucket: name. region: default us-east-1.
    endpoint: address of the S3 service as Attic's pods reach it, as http://minio.object-store.svc; default: AWS's own.
    public_endpoint: address of the same service as clients outside the cluster reach it. Attic redirects them to presigned URLs there.
    allow_internal_redirects: use endpoint although the cache is exposed; clients outside then fail on small paths; default false.
    credentials_secret: name of a Secret in the namespace. credentials_keys: its keys access_key (default access-key) and secret_key (default secret-key).
    credentials_revision: change it after the Secret has changed, to restart the pods; default 1.
    checksum_when_required: send checksums only where S3 demands them, which stores other than AWS need; default true.
    pod_port: where the endpoint in use is a Service of the cluster, the port of its pods, which the NetworkPolicy needs; default 9000 (MinIO; SeaweedFS: 8333).
    cidrs: where it is not, the addresses of the endpoint for the NetworkPolicy, as ["203.0.113.0/24"]; ["0.0.0.0/0"] is every address. Default: none.
  EOT
  type = object({
    bucket                   = string
    region                   = optional(string, "us-east-1")
    endpoint                 = optional(string)
    public_endpoint          = optional(string)
    allow_internal_redirects = optional(bool, false)
    credentials_secret       = string
    credentials_keys = optional(object({
      access_key = optional(string, "access-key")
      secret_key = optional(string, "secret-key")
    }), {})
    credentials_revision   = optional(number, 1)
    checksum_when_required = optional(bool, true)
    pod_port               = optional(number, 9000)
    cidrs                  = optional(list(string), [])
  })
  nullable = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.storage.bucket))
    error_message = "storage.bucket must be 3 to 63 lower case letters, digits, . and -."
  }
  validation {
    condition     = can(regex("^[a-z0-9-]+$", var.storage.region))
    error_message = "storage.region must be a region's name, as us-east-1."
  }
  validation {
    condition     = alltrue([for endpoint in compact([var.storage.endpoint, var.storage.public_endpoint]) : can(regex("^https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?$", endpoint))])
    error_message = "storage.endpoint and public_endpoint must be http:// or https://, a host and, if it is not the usual one, a port, without path and without / at the end."
  }
  validation {
    condition     = var.exposure.mode == "none" || var.storage.endpoint == null || var.storage.public_endpoint != null || var.storage.allow_internal_redirects
    error_message = "storage.public_endpoint must be set where exposure.mode is not none: Attic redirects clients to presigned URLs on the endpoint it uses, and those outside cannot reach storage.endpoint. storage.allow_internal_redirects = true accepts that they fail."
  }
  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$", var.storage.credentials_secret)) && alltrue([for key in values(var.storage.credentials_keys) : can(regex("^[A-Za-z0-9._-]+$", key))])
    error_message = "storage.credentials_secret and credentials_keys must name a Secret and its keys: the credentials never pass through OpenTofu."
  }
  validation {
    condition     = var.storage.pod_port >= 1 && var.storage.pod_port <= 65535 && floor(var.storage.pod_port) == var.storage.pod_port
    error_message = "storage.pod_port must be a port, 1 to 65535."
  }
  validation {
    condition     = alltrue([for cidr in var.storage.cidrs : can(cidrhost(cidr, 0))])
    error_message = "storage.cidrs must be address ranges, as 203.0.113.0/24."
  }
  validation {
    condition = !var.network_policy.enabled || length(var.storage.cidrs) > 0 || can(regex(
      "^https?://[^.]+\\.[^.]+\\.svc([.:]|$)",
      coalesce(var.exposure.mode == "none" || var.storage.allow_internal_redirects ? null : var.storage.public_endpoint, var.storage.endpoint, "-"),
    ))
    error_message = "storage.cidrs must be set: a NetworkPolicy cannot name hosts, and the endpoint in use is no Service of the cluster (http://<name>.<namespace>.svc)."
  }
}

variable "jwt" {
  description = <<-EOT
    Key that signs clients' tokens, and what tokens must say.
    algorithm: RS256 (default) or HS256. RS256 wants existing_secret; HS256 without it gets a random key that no state and no plan ever holds. prod wants RS256.
    existing_secret: name of a Secret in the namespace; secret_key: its key; default secret-base64. RS256: base64 of a PEM PKCS1 private key; HS256: base64 of random bytes.
    revision: change it to make another random key, or after existing_secret has changed; every token there is becomes invalid; default 1.
    issuer, audiences (list): what tokens must name as iss and aud; default: anything.
  EOT
  type = object({
    algorithm       = optional(string, "RS256")
    existing_secret = optional(string)
    secret_key      = optional(string, "secret-base64")
    revision        = optional(number, 1)
    issuer          = optional(string)
    audiences       = optional(list(string), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["RS256", "HS256"], var.jwt.algorithm)
    error_message = "jwt.algorithm must be RS256 or HS256."
  }
  validation {
    condition     = var.jwt.algorithm != "RS256" || var.jwt.existing_secret != null
    error_message = "jwt.existing_secret must name the Secret with the RS256 key: openssl genrsa -traditional 4096 | base64 -w0. Outside prod, jwt = { algorithm = \"HS256\" } makes a key itself."
  }
  validation {
    condition     = var.environment != "prod" || var.jwt.algorithm == "RS256"
    error_message = "jwt.algorithm must be RS256 in prod, with existing_secret: a key that OpenTofu makes cannot be had back when the Secret is lost."
  }
  validation {
    condition     = var.jwt.existing_secret == null || can(regex("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$", var.jwt.existing_secret))
    error_message = "jwt.existing_secret must be the name of a Secret, not the key itself."
  }
  validation {
    condition     = can(regex("^[A-Za-z0-9._-]+$", var.jwt.secret_key))
    error_message = "jwt.secret_key must be a key of the Secret: letters, digits, ., _ and -."
  }
  validation {
    condition     = var.jwt.revision >= 1 && floor(var.jwt.revision) == var.jwt.revision
    error_message = "jwt.revision must be a whole number, at least 1."
  }
}
