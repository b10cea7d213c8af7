variable "name" {
  description = "Name of the workload and of its Service; default bazel-cache. Not bazel-remote: Kubernetes would give pods of the namespace variables BAZEL_REMOTE_…, which bazel-remote reads as configuration."
  type        = string
  default     = "bazel-cache"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]([-a-z0-9]{0,48}[a-z0-9])?$", var.name))
    error_message = "name must be 1 to 50 lower case letters, digits and -, begin with a letter and not end with -."
  }
  validation {
    condition     = !can(regex("^bazel-remote(-|$)", var.name))
    error_message = "name must not be bazel-remote, nor begin with bazel-remote-: the variables that Kubernetes derives from a Service of that name are settings of bazel-remote."
  }
}
variable "namespace" {
  description = "Namespace that everything is created in. It must exist, and be named by no other stack."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", var.namespace))
    error_message = "namespace must be 1 to 63 lower case letters, digits and -, and neither begin nor end with -."
  }
}

variable "environment" {
  description = "dev, staging or prod. In prod an image needs a digest."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "environment must be dev, staging or prod."
  }
}

variable "labels" {
  description = "Map of further labels for every object; default: none. They never reach selectors."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.labels) : !startswith(key, "app.kubernetes.io/") && !startswith(key, "flywheel.dev/")])
    error_message = "labels must not set app.kubernetes.io/… or flywheel.dev/…: the module sets those, and selectors rely on them."
  }
}

variable "image" {
  description = <<-EOT
    Container image; default bazel-remote v2.6.2 of quay.io by its tag.
    repository: registry and path, without tag.
    tag, digest (sha256:…): at least one; the digest decides, and prod demands it. Never the tag "latest".
    pull_policy: Always, IfNotPresent or Never; default IfNotPresent.
    pull_secrets: list of names of Secrets in the namespace; default: none.
  EOT
  type = object({
    repository   = string
    tag          = optional(string)
    digest       = optional(string)
    pull_policy  = optional(string, "IfNotPresent")
    pull_secrets = optional(list(string), [])
  })
  # renovate: datasource=docker depName=quay.io/bazel-remote/bazel-remote
  default = {
    repository = "quay.io/bazel-remote/bazel-remote"
    tag        = "v2.6.2"
  }
  nullable = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9._:/-]*[a-z0-9])?$", var.image.repository)) && !can(regex(":[^/]*$", var.image.repository))
    error_message = "image.repository must be a registry and path in lower case, without tag or digest."
  }
  validation {
    condition     = var.image.tag != null || var.image.digest != null
    error_message = "image needs a tag or a digest: without one the registry would choose \"latest\"."
  }
  validation {
    condition     = var.image.tag == null || (var.image.tag != "latest" && can(regex("^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$", var.image.tag)))
    error_message = "image.tag must be a tag of the image, and not \"latest\", which is another image every week."
  }
  validation {
    condition     = var.image.digest == null || can(regex("^sha256:[0-9a-f]{64}$", var.image.digest))
    error_message = "image.digest must be sha256: and 64 hexadecimal digits."
  }
  validation {
    condition     = var.environment != "prod" || var.image.digest != null
    error_message = "image.digest must be set in prod: a tag can be moved to other content."
  }
  validation {
    condition     = contains(["Always", "IfNotPresent", "Never"], var.image.pull_policy)
    error_message = "image.pull_policy must be Always, IfNotPresent or Never."
  }
}

variable "resources" {
  description = <<-EOT
    Resources of each pod; default 1 CPU and 2Gi, limited to 2Gi.
    requests: cpu ("1", "0.5" or "500m") and memory ("2Gi"; Ki, Mi, Gi or Ti). Autoscaling measures CPU against this request.
    limits: memory, at least the request, and cpu, best left out; default: none.
  EOT
  type = object({
    requests = object({
      cpu    = string
      memory = string
    })
    limits = optional(object({
      cpu    = optional(string)
      memory = string
    }))
  })
  default = {
    requests = { cpu = "1", memory = "2Gi" }
    limits   = { memory = "2Gi" }
  }
  nullable = false

  validation {
    condition     = alltrue([for cpu in compact([var.resources.requests.cpu, try(var.resources.limits.cpu, null)]) : can(regex("^([0-9]+m?|[0-9]+\\.[0-9]+)$", cpu))])
    error_message = "resources.*.cpu must be a number of processors or of thousandths, as \"1\", \"0.5\" or \"500m\"."
  }
  validation {
    condition     = alltrue([for memory in compact([var.resources.requests.memory, try(var.resources.limits.memory, null)]) : can(regex("^[1-9][0-9]*(Ki|Mi|Gi|Ti)$", memory))])
    error_message = "resources.*.memory must be a whole number with Ki, Mi, Gi or Ti, as \"2Gi\"."
  }
  validation {
    condition = var.resources.limits == null || try(
      (tonumber(regex("^[0-9]+", var.resources.limits.memory)) * pow(1024, index(["Ki", "Mi", "Gi", "Ti"], regex("[KMGT]i$", var.resources.limits.memory)))) >=
      (tonumber(regex("^[0-9]+", var.resources.requests.memory)) * pow(1024, index(["Ki", "Mi", "Gi", "Ti"], regex("[KMGT]i$", var.resources.requests.memory)))),
      # Malformed quantities are the finding of the rule above.
      true,
    )
    error_message = "resources.limits.memory must be at least resources.requests.memory: Kubernetes refuses such a pod."
  }
}

variable "exposure" {
  description = <<-EOT
    How clients outside the cluster get in.
    mode: none (default), ingress or gateway.
    host: public host name, lower case; wanted unless mode is none.
    tls: in mode ingress. secret_name: of the certificate, in the namespace. issuer_name: a cert-manager issuer that makes it, issuer_kind ClusterIssuer (default) or Issuer. A Gateway has the certificate itself.
    ingress: in mode ingress. class_name, and annotations of the controller; default: none.
    gateway: in mode gateway. name, namespace and section_name, the listener that terminates TLS.
  EOT
  type = object({
    mode = optional(string, "none")
    host = optional(string)
    tls = optional(object({
      secret_name = optional(string)
      issuer_kind = optional(string, "ClusterIssuer")
      issuer_name = optional(string)
    }), {})
    ingress = optional(object({
      class_name  = string
      annotations = optional(map(string), {})
    }))
    gateway = optional(object({
      name         = string
      namespace    = string
      section_name = optional(string)
    }))
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["none", "ingress", "gateway"], var.exposure.mode)
    error_message = "exposure.mode must be none, ingress or gateway."
  }
  validation {
    condition     = var.exposure.mode == "none" || can(regex("^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\.)+[a-z]([-a-z0-9]{0,61}[a-z0-9])?$", var.exposure.host))
    error_message = "exposure.host must be a host name in lower case with at least one dot, as cache.example.com."
  }
  validation {
    condition     = (var.exposure.mode == "ingress") == (var.exposure.ingress != null)
    error_message = "exposure.ingress belongs to mode ingress: set both or neither."
  }
  validation {
    condition     = (var.exposure.mode == "gateway") == (var.exposure.gateway != null)
    error_message = "exposure.gateway belongs to mode gateway: set both or neither."
  }
  validation {
    condition     = var.exposure.mode != "ingress" || var.exposure.tls.secret_name != null
    error_message = "exposure.tls.secret_name must be set in mode ingress: without a certificate credentials would travel in clear text."
  }
  validation {
    condition     = var.exposure.mode != "gateway" || try(var.exposure.gateway.section_name, null) != null
    error_message = "exposure.gateway.section_name must name the listener that terminates TLS: without it the route would be served by plain listeners too."
  }
  validation {
    condition     = var.exposure.mode == "ingress" || (var.exposure.tls.secret_name == null && var.exposure.tls.issuer_name == null)
    error_message = "exposure.tls belongs to mode ingress: a Gateway's listener has the certificate."
  }
  validation {
    condition     = contains(["ClusterIssuer", "Issuer"], var.exposure.tls.issuer_kind)
    error_message = "exposure.tls.issuer_kind must be ClusterIssuer or Issuer."
  }
  validation {
    condition     = alltrue([for key in keys(try(var.exposure.ingress.annotations, {})) : key != "kubernetes.io/ingress.class"])
    error_message = "exposure.ingress.annotations must not set kubernetes.io/ingress.class: class_name says it, and API servers refuse both."
  }
  validation {
    condition     = var.exposure.mode == "none" || var.auth.mode != "none"
    error_message = "exposure.mode must be none where auth.mode is none: anyone could read the cache, and write into everyone's builds."
  }
  validation {
    condition     = var.exposure.mode == "none" || var.auth.tls_secret == null
    error_message = "exposure.mode must be none where auth.tls_secret is set: a gateway or ingress ends TLS itself and speaks plain HTTP/2 to the pods. Use grpc_load_balancer to hand TLS through."
  }
  validation {
    condition     = var.exposure.mode != "ingress" || !var.network_policy.enabled || length(var.network_policy.ingress_namespaces) > 0
    error_message = "exposure.mode ingress needs the controller's namespace in network_policy.ingress_namespaces: nothing else tells who may connect."
  }
}

variable "network_policy" {
  description = <<-EOT
    Who may connect, and where to.
    enabled: default true.
    ingress_namespaces: names of the namespaces whose pods may use the service: those of CI runners, and of the gateway or ingress controller; default: none.
    monitoring_namespace: of Prometheus; default monitoring.
    extra_egress_cidrs: list of cidr and ports (TCP) that pods may connect to besides; default: none.
  EOT
  type = object({
    enabled              = optional(bool, true)
    ingress_namespaces   = optional(list(string), [])
    monitoring_namespace = optional(string, "monitoring")
    extra_egress_cidrs = optional(list(object({
      cidr  = string
      ports = list(number)
    })), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for namespace in concat(var.network_policy.ingress_namespaces, [var.network_policy.monitoring_namespace]) : can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", namespace))])
    error_message = "network_policy.ingress_namespaces and monitoring_namespace must be names of namespaces."
  }
  validation {
    condition     = alltrue([for rule in var.network_policy.extra_egress_cidrs : can(cidrhost(rule.cidr, 0)) && length(rule.ports) > 0 && alltrue([for port in rule.ports : port >= 1 && port <= 65535 && floor(port) == port])])
    error_message = "network_policy.extra_egress_cidrs must each have a cidr, as 10.0.0.0/8, and at least one port from 1 to 65535: no port would mean every port."
  }
}

variable "monitoring" {
  description = <<-EOT
    Objects for the Prometheus Operator, whose CRDs must be there.
    enabled: default true.
    labels: by which Prometheus chooses them; default release = prometheus.
    interval: between scrapes, as 30s; default 30s.
    alerts: whether alerts are made; default true.
    runbook_base_url: https:// address of the directory with the runbooks, without / at the end, for the alerts' runbook_url; default: none.
  EOT
  type = object({
    enabled          = optional(bool, true)
    labels           = optional(map(string), { release = "prometheus" })
    interval         = optional(string, "30s")
    alerts           = optional(bool, true)
    runbook_base_url = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^[1-9][0-9]*(s|m)$", var.monitoring.interval))
    error_message = "monitoring.interval must be seconds or minutes, as 30s."
  }
  validation {
    condition     = var.monitoring.runbook_base_url == null || can(regex("^https://[^\\s]+[^\\s/]$", var.monitoring.runbook_base_url))
    error_message = "monitoring.runbook_base_url must start with https:// and not end with /."
  }
}

variable "scheduling" {
  description = <<-EOT
    Where pods may run.
    node_selector: map of node labels; default: none.
    tolerations: list of key, operator (Equal, default, or Exists), value and effect; default: none.
    priority_class_name: default: the cluster's.
  EOT
  type = object({
    node_selector = optional(map(string), {})
    tolerations = optional(list(object({
      key      = string
      operator = optional(string, "Equal")
      value    = optional(string)
      effect   = optional(string)
    })), [])
    priority_class_name = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for t in var.scheduling.tolerations : contains(["Equal", "Exists"], t.operator) && (t.operator == "Equal") == (t.value != null)])
    error_message = "scheduling.tolerations need operator Equal with a value, or Exists without one."
  }
  validation {
    condition     = alltrue([for t in var.scheduling.tolerations : t.effect == null || contains(["NoSchedule", "PreferNoSchedule", "NoExecute"], coalesce(t.effect, "NoSchedule"))])
    error_message = "scheduling.tolerations[*].effect must be NoSchedule, PreferNoSchedule or NoExecute; none means all three."
  }
}

variable "replicas" {
  description = <<-EOT
    Number of pods.
    min: default 2; at least 2 in prod. Above 1 there is a PodDisruptionBudget.
    max: default 4; equal to min for a fixed number.
    cpu_target: mean use of the CPU request, in percent, above which pods are added; default 70.
  EOT
  type = object({
    min        = optional(number, 2)
    max        = optional(number, 4)
    cpu_target = optional(number, 70)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.replicas.min >= 1 && floor(var.replicas.min) == var.replicas.min && floor(var.replicas.max) == var.replicas.max
    error_message = "replicas.min and max must be whole numbers, min at least 1."
  }
  validation {
    condition     = var.replicas.min <= var.replicas.max
    error_message = "replicas.min must not be above replicas.max."
  }
  validation {
    condition     = var.environment != "prod" || var.replicas.min >= 2
    error_message = "replicas.min must be at least 2 in prod: a node drain must not take the cache away."
  }
  validation {
    condition     = var.replicas.cpu_target >= 10 && var.replicas.cpu_target <= 95
    error_message = "replicas.cpu_target must be from 10 to 95 percent."
  }
}

variable "cache_volume" {
  description = <<-EOT
    Local disk of each pod, the tier in front of S3 that bazel-remote trims to the least recently used.
    type: emptyDir (default; cold after each reschedule, needs no storage class) or pvc (a StatefulSet; warm restarts).
    size_gib: whole GiB, at least 2; default 20.
    storage_class: of type pvc; default: the cluster's.
    fill_ratio: part of the volume that bazel-remote may fill, from 0.5 to 0.9; default 0.85. The rest is for files that are on their way in or out: a full emptyDir gets its pod evicted.
  EOT
  type = object({
    type          = optional(string, "emptyDir")
    size_gib      = optional(number, 20)
    storage_class = optional(string)
    fill_ratio    = optional(number, 0.85)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["emptyDir", "pvc"], var.cache_volume.type)
    error_message = "cache_volume.type must be emptyDir or pvc."
  }
  validation {
    condition     = var.cache_volume.size_gib >= 2 && floor(var.cache_volume.size_gib) == var.cache_volume.size_gib
    error_message = "cache_volume.size_gib must be a whole number, at least 2: bazel-remote counts in GiB and must stay below the volume."
  }
  validation {
    condition     = var.cache_volume.fill_ratio >= 0.5 && var.cache_volume.fill_ratio <= 0.9
    error_message = "cache_volume.fill_ratio must be from 0.5 to 0.9."
  }
  validation {
    condition     = var.cache_volume.type == "pvc" || var.cache_volume.storage_class == null
    error_message = "cache_volume.storage_class belongs to type pvc: an emptyDir has none."
  }
}

variable "s3" {
  description = <<-EOT
    Bucket that all pods share. bazel-remote never deletes from it: give it an expiry and a quota.
    endpoint: host and port, as minio.object-store.svc:80 or s3.eu-central-1.amazonaws.com; http:// or https:// in front is taken off and must agree with tls.
    bucket: name. prefix: of all its objects; another prefix is an empty cache; default: none.
    region: default us-east-1.
    tls: default true.
    bucket_lookup: path (default), dns or auto.
    update_timestamps: whether reading an object makes it new for the bucket's expiry, at the price of a copy within S3; default true.
    auth_method: access_key (default), iam_role or aws_credentials_file.
    credentials_secret: name of a Secret in the namespace; not for iam_role.
    credentials_keys: its keys: access_key (default access-key), secret_key (default secret-key), file (default credentials; for aws_credentials_file).
    credentials_revision: change it after the Secret has changed, to restart the pods; default 1.
    ca_secret: name of a Secret with key ca.crt, where the endpoint's certificate is of a private authority; default: none.
    num_uploaders: parallel uploads of a pod; default 100. max_queued_uploads: bound on the queue, above which blobs stay local; default 100000.
    max_blob_gib: largest blob that is taken, in GiB; default 4, and never above what the local disk may hold.
    pod_port: where the endpoint is a Service of the cluster, the port of its pods, which the NetworkPolicy needs; default 9000 (MinIO; SeaweedFS: 8333).
    cidrs: where it is not, the addresses of the endpoint for the NetworkPolicy, as ["203.0.113.0/24"]; ["0.0.0.0/0"] is every address. Default: none.
  EOT
  type = object({
    endpoint           = string
    bucket             = string
    prefix             = optional(string, "")
    region             = optional(string, "us-east-1")
    tls                = optional(bool, true)
    bucket_lookup      = optional(string, "path")
    update_timestamps  = optional(bool, true)
    auth_method        = optional(string, "access_key")
    credentials_secret = optional(string)
    credentials_keys = optional(object({
      access_key = optional(string, "access-key")
      secret_key = optional(string, "secret-key")
      file       = optional(string, "credentials")
    }), {})
    credentials_revision = optional(number, 1)
    ca_secret            = optional(string)
    num_uploaders        = optional(number, 100)
    max_queued_uploads   = optional(number, 100000)
    max_blob_gib         = optional(number, 4)
    pod_port             = optional(number, 9000)
    cidrs                = optional(list(string), [])
  })
  nullable = false

  validation {
    condition     = can(regex("^(https?://)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?/?$", var.s3.endpoint))
    error_message = "s3.endpoint must be a host name and, if it is not the usual one, a port, as minio.object-store.svc:80; no path."
  }
  validation {
    condition     = !startswith(var.s3.endpoint, "https://") || var.s3.tls
    error_message = "s3.endpoint says https:// and s3.tls says false: which is it?"
  }
  validation {
    condition     = !startswith(var.s3.endpoint, "http://") || !var.s3.tls
    error_message = "s3.endpoint says http:// and s3.tls is true, as it is by default: set s3.tls = false for a plain connection."
  }
  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.s3.bucket))
    error_message = "s3.bucket must be 3 to 63 lower case letters, digits, . and -."
  }
  validation {
    condition     = can(regex("^([A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*)?$", var.s3.prefix))
    error_message = "s3.prefix must be path segments of letters, digits, ., _ and -, without / at its ends."
  }
  validation {
    condition     = can(regex("^[a-z0-9-]+$", var.s3.region))
    error_message = "s3.region must be a region's name, as us-east-1."
  }
  validation {
    condition     = contains(["path", "dns", "auto"], var.s3.bucket_lookup)
    error_message = "s3.bucket_lookup must be path, dns or auto."
  }
  validation {
    condition     = contains(["access_key", "iam_role", "aws_credentials_file"], var.s3.auth_method)
    error_message = "s3.auth_method must be access_key, iam_role or aws_credentials_file."
  }
  validation {
    condition     = var.s3.auth_method == "iam_role" || var.s3.credentials_secret != null
    error_message = "s3.credentials_secret must name the Secret with the credentials that s3.auth_method asks for."
  }
  validation {
    condition     = var.s3.auth_method != "iam_role" || var.s3.credentials_secret == null
    error_message = "s3.credentials_secret would not be read with s3.auth_method iam_role: leave it out."
  }
  validation {
    condition     = var.s3.ca_secret == null || var.s3.tls
    error_message = "s3.ca_secret would not be read without TLS: set s3.tls = true, or leave it out."
  }
  validation {
    condition     = var.s3.num_uploaders >= 1 && var.s3.max_queued_uploads >= 1
    error_message = "s3.num_uploaders and max_queued_uploads must be at least 1: with 0 nothing is ever shared."
  }
  validation {
    condition     = var.s3.max_blob_gib >= 1 && floor(var.s3.max_blob_gib) == var.s3.max_blob_gib
    error_message = "s3.max_blob_gib must be a whole number, at least 1."
  }
  validation {
    condition     = var.s3.pod_port >= 1 && var.s3.pod_port <= 65535 && floor(var.s3.pod_port) == var.s3.pod_port
    error_message = "s3.pod_port must be a port, 1 to 65535."
  }
  validation {
    condition     = alltrue([for cidr in var.s3.cidrs : can(cidrhost(cidr, 0))])
    error_message = "s3.cidrs must be address ranges, as 203.0.113.0/24."
  }
  validation {
    condition     = !var.network_policy.enabled || length(var.s3.cidrs) > 0 || can(regex("^(https?://)?[^.]+\\.[^.]+\\.svc([.:/]|$)", var.s3.endpoint))
    error_message = "s3.cidrs must be set: a NetworkPolicy cannot name hosts, and s3.endpoint is no Service of the cluster (<name>.<namespace>.svc)."
  }
}

variable "auth" {
  description = <<-EOT
    Who may read and write. Whoever may write decides what everybody's builds contain.
    mode: htpasswd (default), mtls (client certificates) or none (inside the cluster only).
    htpasswd_secret: name of a Secret with key htpasswd, a file as Apache's htpasswd writes it; in mode htpasswd. Passwords are checked with every upload: with bcrypt (-B) each takes about 0.1 s of a processor; SHA-1 (-s) takes none, and is safe for a password of 32 letters and more made by chance.
    tls_secret: name of a Secret of type kubernetes.io/tls: the pods speak TLS. With monitoring it needs key ca.crt too, by which Prometheus knows the server.
    client_ca_secret: name of a Secret with key ca.crt, the authority of the clients' certificates; in mode mtls.
    allow_unauthenticated_reads: whether reading needs no credentials; default true.
    metrics_secret: where reading needs credentials, the name of a Secret for Prometheus: keys username and password (htpasswd), or tls.crt and tls.key (mtls).
    revision: change it after one of these Secrets has changed, to restart the pods; default 1.
  EOT
  type = object({
    mode                        = optional(string, "htpasswd")
    htpasswd_secret             = optional(string)
    tls_secret                  = optional(string)
    client_ca_secret            = optional(string)
    allow_unauthenticated_reads = optional(bool, true)
    metrics_secret              = optional(string)
    revision                    = optional(number, 1)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["htpasswd", "mtls", "none"], var.auth.mode)
    error_message = "auth.mode must be htpasswd, mtls or none."
  }
  validation {
    condition     = (var.auth.mode == "htpasswd") == (var.auth.htpasswd_secret != null)
    error_message = "auth.htpasswd_secret belongs to auth.mode htpasswd, the default: set it, or choose another mode."
  }
  validation {
    condition     = var.auth.mode != "mtls" || (var.auth.tls_secret != null && var.auth.client_ca_secret != null)
    error_message = "auth.mode mtls needs auth.tls_secret, the server's certificate, and auth.client_ca_secret, the authority of its clients."
  }
  validation {
    condition     = var.auth.mode == "mtls" || var.auth.client_ca_secret == null
    error_message = "auth.client_ca_secret belongs to auth.mode mtls."
  }
  validation {
    condition     = var.auth.mode == "none" || var.auth.allow_unauthenticated_reads || !var.monitoring.enabled || var.auth.metrics_secret != null
    error_message = "auth.metrics_secret must be set: without unauthenticated reads /metrics wants credentials too. Or set monitoring.enabled = false."
  }
}

variable "grpc_load_balancer" {
  description = <<-EOT
    A Service of type LoadBalancer for gRPC on port 9092, for clients that no gateway can serve (client certificates) or in a private network.
    enabled: default false.
    host: its public name, for the outputs.
    source_ranges: list of the clients' address ranges, as ["10.0.0.0/8"]; nobody else may connect.
    annotations: map, for the cloud's controller; default: none.
    allow_plaintext: whether it may run without auth.tls_secret, credentials in clear text; default false.
  EOT
  type = object({
    enabled         = optional(bool, false)
    host            = optional(string)
    source_ranges   = optional(list(string), [])
    annotations     = optional(map(string), {})
    allow_plaintext = optional(bool, false)
  })
  default  = {}
  nullable = false

  validation {
    condition     = !var.grpc_load_balancer.enabled || var.auth.mode != "none"
    error_message = "grpc_load_balancer.enabled must be false where auth.mode is none: anyone could write into everyone's builds."
  }
  validation {
    condition     = !var.grpc_load_balancer.enabled || var.auth.tls_secret != null || var.grpc_load_balancer.allow_plaintext
    error_message = "grpc_load_balancer needs auth.tls_secret, or credentials travel in clear text. In a private network, set grpc_load_balancer.allow_plaintext = true."
  }
  validation {
    condition     = !var.grpc_load_balancer.enabled || can(regex("^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\.)+[a-z]([-a-z0-9]{0,61}[a-z0-9])?$", var.grpc_load_balancer.host))
    error_message = "grpc_load_balancer.host must be a host name in lower case with at least one dot, as cache.example.com."
  }
  validation {
    condition     = !var.grpc_load_balancer.enabled || (length(var.grpc_load_balancer.source_ranges) > 0 && alltrue([for cidr in var.grpc_load_balancer.source_ranges : can(cidrhost(cidr, 0))]))
    error_message = "grpc_load_balancer.source_ranges must say who may connect, as [\"10.0.0.0/8\"]."
  }
}

variable "http_host" {
  description = "Second public host name, for Bazel's HTTP protocol beside gRPC at exposure.host; default: none. It differs from that: a Gateway refuses a GRPCRoute and an HTTPRoute of one name."
  type        = string
  default     = null

  validation {
    condition     = var.http_host == null || can(regex("^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\.)+[a-z]([-a-z0-9]{0,61}[a-z0-9])?$", var.http_host))
    error_message = "http_host must be a host name in lower case with at least one dot, as cache-http.example.com."
  }
  validation {
    condition     = var.http_host == null || (var.exposure.mode != "none" && var.http_host != var.exposure.host)
    error_message = "http_host needs exposure.mode ingress or gateway, and another name than exposure.host."
  }
}

variable "http_ingress_annotations" {
  description = "Map of annotations of the Ingress for http_host, where exposure.ingress.annotations are those of gRPC's; default: none. Its certificate is the Secret named exposure.tls.secret_name and -http."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(var.http_ingress_annotations) == 0 || (var.http_host != null && var.exposure.mode == "ingress")
    error_message = "http_ingress_annotations need http_host and exposure.mode ingress."
  }
  validation {
    condition     = !contains(keys(var.http_ingress_annotations), "kubernetes.io/ingress.class")
    error_message = "http_ingress_annotations must not set kubernetes.io/ingress.class: exposure.ingress.class_name says it, and API servers refuse both."
  }
}

variable "service_account_annotations" {
  description = "Map of annotations of the pods' service account, for s3.auth_method iam_role; default: none. No token of the API server is mounted."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "dashboard" {
  description = <<-EOT
    ConfigMap with a Grafana dashboard, for Grafana's sidecar.
    enabled: default false.
    namespace: where the sidecar looks; default: as namespace.
    labels: by which it chooses; default grafana_dashboard = "1".
  EOT
  type = object({
    enabled   = optional(bool, false)
    namespace = optional(string)
    labels    = optional(map(string), { grafana_dashboard = "1" })
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.dashboard.namespace == null || can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", var.dashboard.namespace))
    error_message = "dashboard.namespace must be the name of a namespace."
  }
}
