# A cluster for one user: stack attic installs the operators itself and makes the namespaces (operators.install), so that it can be
# had alone. What is left for this stack are the priorities.
environment = "dev"

operators  = { cnpg = { enabled = false }, minio = { enabled = false } }
namespaces = []
requires   = { cert_manager = false, prometheus = true, gateway = true }
