output "url" {
  description = "Address by which clients know it, without / at the end: https://<exposure.host>, or the Service's where nothing is exposed."
  value       = local.url
}

output "internal_url" {
  description = "Address for pods of the cluster, without / at the end."
  value       = local.internal_url
}

output "baseurls" {
  description = "Map of repository to its address, with dnf's variables $releasever and $basearch."
  value       = { for name in keys(var.repos) : name => "${local.url}/${name}/$releasever/$basearch" }
}

output "gpg_key_url" {
  description = "Address of the public key that packages and metadata are signed with; it needs no credentials."
  value       = "${local.url}/RPM-GPG-KEY"
}

output "rpm_repos" {
  description = "Map for module client-config, rpm.repos: id to name, baseurl, gpg_key_url, repo_gpgcheck and private; empty where nothing is exposed."
  value = {
    for name, repo in var.repos : name => {
      name          = coalesce(repo.title, name)
      baseurl       = "${local.url}/${name}/$releasever/$basearch"
      gpg_key_url   = "${local.url}/RPM-GPG-KEY"
      repo_gpgcheck = true
      private       = var.htpasswd_secret_name != null
    } if var.exposure.mode != "none"
  }
}

output "dnf_repo" {
  description = "Text of a .repo file with all repositories: signed packages and metadata, verified TLS."
  value = join("", [
    for name, repo in var.repos : <<-EOT
    [${name}]
    name=${coalesce(repo.title, name)}
    baseurl=${local.url}/${name}/$releasever/$basearch
    enabled=1
    gpgcheck=1
    repo_gpgcheck=1
    gpgkey=${local.url}/RPM-GPG-KEY
    sslverify=1
    EOT
  ])
}

output "incoming" {
  description = "Object: claim (the volume, for pods of the namespace that bring packages) and directories (list of paths in it, one for each repository, releasever and arch). Write under another name, then rename to *.rpm."
  value = {
    claim       = kubernetes_persistent_volume_claim_v1.data.metadata[0].name
    directories = [for t in local.targets : "incoming/${t.name}/${t.releasever}/${t.arch}"]
  }
}

output "namespace" {
  description = "Namespace of everything here."
  value       = var.namespace
}

output "service" {
  description = "Object: name and port of the Service within the cluster."
  value = {
    name = kubernetes_service_v1.this.metadata[0].name
    port = 80
  }
}

output "resources" {
  description = "Object for the module capacity: replicas, cpu and memory (of one pod, as requested), storage (of the one volume, as 20Gi), group and optional. Publications, which run for a short while, are not counted."
  value = {
    replicas = var.replicas
    cpu      = var.resources.requests.cpu
    memory   = var.resources.requests.memory
    storage  = var.volume.size
    group    = "packages"
    optional = false
  }
}

output "secret_names" {
  description = "List of the Secrets that must be in the namespace before the pods start; their content is never read here."
  value       = distinct(compact(concat([var.signing.gpg_secret, var.htpasswd_secret_name], var.image.pull_secrets, var.publish_image.pull_secrets)))
}

output "secrets_revision" {
  description = "Text with the revisions of the Secrets, as the pods have them in an annotation: another text starts them anew."
  value       = local.pod_annotations["flywheel.dev/secrets-revision"]
}
