# A cluster for one user: kind, k3s, minikube.
environment = "dev"
domain      = "dev.example.com"

replicas     = { min = 1, max = 2 }
resources    = { requests = { cpu = "250m", memory = "512Mi" }, limits = { memory = "1Gi" } }
cache_volume = { size_gib = 5 }

exposure = {
  mode    = "gateway"
  host    = "bazel-cache.dev.example.com"
  gateway = { name = "public", namespace = "gateway", section_name = "https" }
}
network_policy = { ingress_namespaces = ["ci", "gateway"] }
