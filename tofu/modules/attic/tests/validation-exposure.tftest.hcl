# Each run called refused gives wrong values to variables that do not depend on each other, one to a variable.
mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  namespace   = "attic"
  environment = "dev"
  public_url  = "http://attic.attic.svc/"
  database    = { secret_name = "attic-db-app", namespace = "attic", pod_selector = { "cnpg.io/cluster" = "attic-db" } }
  storage     = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3" }
  jwt         = { algorithm = "HS256" }
}

run "refused_01" {
  command = plan

  variables {
    # Attic glues names of caches to it.
    # public url without slash
    public_url = "https://attic.example.com"
    # allowed host with scheme
    extra_allowed_hosts = ["http://attic"]
  }

  expect_failures = [
    var.public_url,
    var.extra_allowed_hosts,
  ]
}

run "mode_unknown" {
  command = plan

  variables {
    public_url = "https://attic.example.com/"
    exposure   = { mode = "load-balancer", host = "attic.example.com" }
    storage    = { bucket = "attic", credentials_secret = "attic-s3", cidrs = ["203.0.113.0/24"] }
  }

  expect_failures = [var.exposure]
}

run "host_without_dot" {
  command = plan

  variables {
    public_url = "https://attic/"
    exposure   = { mode = "gateway", host = "attic", gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    storage    = { bucket = "attic", credentials_secret = "attic-s3", cidrs = ["203.0.113.0/24"] }
  }

  expect_failures = [var.exposure]
}

run "ingress_without_its_object" {
  command = plan

  variables {
    network_policy = { ingress_namespaces = ["ingress"] }
    public_url     = "https://attic.example.com/"
    exposure       = { mode = "ingress", host = "attic.example.com", tls = { secret_name = "tls" } }
    storage        = { bucket = "attic", credentials_secret = "attic-s3", cidrs = ["203.0.113.0/24"] }
  }

  expect_failures = [var.exposure]
}

run "gateway_without_its_object" {
  command = plan

  variables {
    public_url = "https://attic.example.com/"
    exposure   = { mode = "gateway", host = "attic.example.com" }
    storage    = { bucket = "attic", credentials_secret = "attic-s3", cidrs = ["203.0.113.0/24"] }
  }

  expect_failures = [var.exposure]
}

# Tokens would travel in clear text.
run "ingress_without_certificate" {
  command = plan

  variables {
    network_policy = { ingress_namespaces = ["ingress"] }
    public_url     = "https://attic.example.com/"
    exposure       = { mode = "ingress", host = "attic.example.com", ingress = { class_name = "nginx" } }
    storage        = { bucket = "attic", credentials_secret = "attic-s3", cidrs = ["203.0.113.0/24"] }
  }

  expect_failures = [var.exposure]
}

# The plain listener would serve it too.
run "gateway_on_every_listener" {
  command = plan

  variables {
    public_url = "https://attic.example.com/"
    exposure   = { mode = "gateway", host = "attic.example.com", gateway = { name = "gw", namespace = "gateway" } }
    storage    = { bucket = "attic", credentials_secret = "attic-s3", cidrs = ["203.0.113.0/24"] }
  }

  expect_failures = [var.exposure]
}

run "gateway_with_certificate" {
  command = plan

  variables {
    public_url = "https://attic.example.com/"
    exposure   = { mode = "gateway", host = "attic.example.com", tls = { secret_name = "tls" }, gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    storage    = { bucket = "attic", credentials_secret = "attic-s3", cidrs = ["203.0.113.0/24"] }
  }

  expect_failures = [var.exposure]
}

run "ingress_controller_shut_out" {
  command = plan

  variables {
    network_policy = {}
    public_url     = "https://attic.example.com/"
    exposure       = { mode = "ingress", host = "attic.example.com", ingress = { class_name = "nginx" }, tls = { secret_name = "tls" } }
    storage        = { bucket = "attic", credentials_secret = "attic-s3", cidrs = ["203.0.113.0/24"] }
  }

  expect_failures = [var.network_policy]
}

run "issuer_of_unknown_kind" {
  command = plan

  variables {
    network_policy = { ingress_namespaces = ["ingress"] }
    public_url     = "https://attic.example.com/"
    exposure       = { mode = "ingress", host = "attic.example.com", ingress = { class_name = "nginx" }, tls = { secret_name = "tls", issuer_name = "a", issuer_kind = "Maker" } }
    storage        = { bucket = "attic", credentials_secret = "attic-s3", cidrs = ["203.0.113.0/24"] }
  }

  expect_failures = [var.exposure]
}

# API servers have refused both together.
run "class_said_twice" {
  command = plan

  variables {
    network_policy = { ingress_namespaces = ["ingress"] }
    public_url     = "https://attic.example.com/"
    exposure       = { mode = "ingress", host = "attic.example.com", tls = { secret_name = "tls" }, ingress = { class_name = "nginx", annotations = { "kubernetes.io/ingress.class" = "nginx" } } }
    storage        = { bucket = "attic", credentials_secret = "attic-s3", cidrs = ["203.0.113.0/24"] }
  }

  expect_failures = [var.exposure]
}

# Attic would answer "Bad Host" to every client.
run "public_url_of_another_host" {
  command = plan

  variables {
    public_url = "https://cache.example.com/"
    exposure   = { mode = "gateway", host = "attic.example.com", gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    storage    = { bucket = "attic", credentials_secret = "attic-s3", cidrs = ["203.0.113.0/24"] }
  }

  expect_failures = [var.public_url]
}

run "public_url_in_clear_text" {
  command = plan

  variables {
    public_url = "http://attic.example.com/"
    exposure   = { mode = "gateway", host = "attic.example.com", gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
    storage    = { bucket = "attic", credentials_secret = "attic-s3", cidrs = ["203.0.113.0/24"] }
  }

  expect_failures = [var.public_url]
}
