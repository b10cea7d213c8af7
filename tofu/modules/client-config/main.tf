# Pure: text only, no resource. Each kind of client has a file here with its lines; what is not asked for is left out.
locals {
  files = {
    for path, text in {
      ".bazelrc"                      = local.bazelrc
      ".config/nix/nix.conf"          = local.nix_conf
      ".nuget/config/flywheel.config" = local.nuget_config
      ".npmrc"                        = local.npmrc
      ".config/pip/pip.conf"          = local.pip_conf
      ".config/dnf/flywheel.repo"     = local.dnf_repo
      ".ansible.cfg"                  = local.ansible_cfg
    } : path => "${join("\n", text)}\n" if length(text) > 0
  }

  # One row for each address that a client is given.
  quick_reference = concat(local.bazel_rows, local.nix_rows, local.nuget_rows, local.npm_rows, local.pypi_rows, local.rpm_rows, local.ansible_rows)
}
