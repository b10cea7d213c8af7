locals {
  dnf_repo = var.rpm == null ? [] : flatten([
    for id, repo in var.rpm.repos : [
      "[${id}]",
      "name=${repo.name}",
      "baseurl=${repo.baseurl}",
      "enabled=1",
      "gpgcheck=1",
      "repo_gpgcheck=${repo.repo_gpgcheck ? 1 : 0}",
      "gpgkey=${repo.gpg_key_url}",
      "sslverify=1",
    ]
  ])

  rpm_rows = var.rpm == null ? [] : [
    for id, repo in var.rpm.repos : {
      client   = "dnf"
      file     = ".config/dnf/flywheel.repo"
      endpoint = repo.baseurl
      # For everyone on the machine: into dnf's own directory, which dnf config-manager writes to.
      credentials = repo.private ? "dnf config-manager setopt ${id}.username=… ${id}.password=…" : "none"
      check       = "dnf repoinfo ${id}"
    }
  ]
}
