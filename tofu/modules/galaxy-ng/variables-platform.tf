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

variable "kubernetes_api_cidrs" {
  description = "List of address ranges of the Kubernetes API server, as [\"10.0.0.1/32\"], which the operator works by; default: none, which lets it connect to ports 443 and 6443 anywhere."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.kubernetes_api_cidrs : can(cidrhost(cidr, 0))])
    error_message = "kubernetes_api_cidrs must be address ranges, as 10.0.0.1/32."
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

variable "probe" {
  description = <<-EOT
    A look from outside, by a blackbox exporter that is there.
    prober_url: its host and port, as blackbox.monitoring.svc:9115; default: none.
    module: of its configuration; default http_2xx.
  EOT
  type = object({
    prober_url = optional(string)
    module     = optional(string, "http_2xx")
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.probe.prober_url == null || can(regex("^[a-z0-9.-]+:[1-9][0-9]*$", var.probe.prober_url))
    error_message = "probe.prober_url must be host and port, as blackbox.monitoring.svc:9115, without a scheme."
  }
  validation {
    condition     = var.probe.prober_url == null || var.monitoring.enabled
    error_message = "probe.prober_url needs monitoring.enabled: nobody would look at the probe."
  }
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
