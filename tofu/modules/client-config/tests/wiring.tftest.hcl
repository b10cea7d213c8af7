# All seven files, from inputs as the stacks give them. tests/golden is what parsers_test.go hands to each client's own parser.
variables {
  domain = "dev.example.com"
  bazel = {
    url               = "grpcs://bazel-cache.dev.example.com:443"
    upload            = false
    credential_helper = "/opt/flywheel/helper"
    download_outputs  = "minimal"
  }
  nix = {
    substituters = {
      main = { url = "https://attic-cache.dev.example.com/main", public_key = "main:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" }
      ci   = { url = "https://attic-cache.dev.example.com/ci", public_key = "ci:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" }
    }
    netrc_file = "/etc/nix/netrc"
  }
  nuget = {
    sources = {
      bagetter = { url = "https://nuget.dev.example.com/v3/index.json", patterns = ["Example.*", "Contoso.Core"], private = true }
      gitlab   = { url = "https://gitlab.dev.example.com/api/v4/groups/7/-/packages/nuget/index.json?a=1&b=2", patterns = ["Team.*"] }
    }
  }
  npm = {
    registries = {
      "@example" = { url = "https://gitlab.dev.example.com/api/v4/groups/7/-/packages/npm", token_env = "GITLAB_TOKEN", auth_url = "https://gitlab.dev.example.com/api/v4" }
      "@team"    = { url = "https://gitlab.dev.example.com/api/v4/groups/8/-/packages/npm/", token_env = "GITLAB_TOKEN", auth_url = "https://gitlab.dev.example.com/api/v4/" }
      ""         = { url = "https://npm.dev.example.com/repository/npm/" }
    }
  }
  pypi = {
    indexes = {
      gitlab = { url = "https://gitlab.dev.example.com/api/v4/groups/7/-/packages/pypi/simple", private = true }
    }
  }
  rpm = {
    repos = {
      internal = { name = "Internal packages", baseurl = "https://rpm.dev.example.com/internal/$releasever/$basearch", gpg_key_url = "https://rpm.dev.example.com/RPM-GPG-KEY" }
      vendor   = { name = "Mirror of a vendor", baseurl = "https://nexus.dev.example.com/repository/vendor", gpg_key_url = "https://nexus.dev.example.com/vendor.asc", repo_gpgcheck = false, private = true }
    }
  }
  ansible = {
    servers = { hub = { url = "https://galaxy.dev.example.com/api/galaxy/" } }
  }
}

run "seven_files" {
  command = plan

  assert {
    condition     = keys(output.files) == [".ansible.cfg", ".bazelrc", ".config/dnf/flywheel.repo", ".config/nix/nix.conf", ".config/pip/pip.conf", ".npmrc", ".nuget/config/flywheel.config"]
    error_message = "One file for each client, got ${jsonencode(keys(output.files))}."
  }
  assert {
    condition     = output.files[".bazelrc"] == file("tests/golden/bazelrc")
    error_message = "Unexpected .bazelrc:\n${output.files[".bazelrc"]}"
  }
  assert {
    condition     = output.files[".config/nix/nix.conf"] == file("tests/golden/nix.conf")
    error_message = "Unexpected nix.conf:\n${output.files[".config/nix/nix.conf"]}"
  }
  assert {
    condition     = output.files[".nuget/config/flywheel.config"] == file("tests/golden/nuget.config")
    error_message = "Unexpected nuget.config:\n${output.files[".nuget/config/flywheel.config"]}"
  }
  assert {
    condition     = output.files[".npmrc"] == file("tests/golden/npmrc")
    error_message = "Unexpected .npmrc:\n${output.files[".npmrc"]}"
  }
  assert {
    condition     = output.files[".config/pip/pip.conf"] == file("tests/golden/pip.conf")
    error_message = "Unexpected pip.conf:\n${output.files[".config/pip/pip.conf"]}"
  }
  assert {
    condition     = output.files[".config/dnf/flywheel.repo"] == file("tests/golden/flywheel.repo")
    error_message = "Unexpected flywheel.repo:\n${output.files[".config/dnf/flywheel.repo"]}"
  }
  assert {
    condition     = output.files[".ansible.cfg"] == file("tests/golden/ansible.cfg")
    error_message = "Unexpected ansible.cfg:\n${output.files[".ansible.cfg"]}"
  }
  assert {
    condition     = alltrue([for path, text in output.files : output.files_sha256[path] == sha256(text)])
    error_message = "The checksums must be of the contents."
  }
}

run "no_secret_and_no_host_elsewhere" {
  command = plan

  assert {
    condition     = alltrue([for text in values(output.files) : !can(regex("(?i)password|AKIA|glpat-|://[^/\\s]*@", text))])
    error_message = "Nothing in these files may look like a secret."
  }
  assert {
    condition = alltrue(flatten([
      for text in values(output.files) : [
        for host in flatten(regexall("://([^/:\\s\"]+)", text)) :
        endswith(host, ".dev.example.com") || contains(["api.nuget.org", "galaxy.ansible.com"], host)
      ]
    ]))
    error_message = "Every host is of the environment, or one of the two public services."
  }
}

run "quick_reference_has_a_row_for_each_address" {
  command = plan

  assert {
    condition     = [for row in output.quick_reference : row.client] == ["bazel", "nix", "nix", "nuget", "nuget", "npm", "npm @example", "npm @team", "pip", "dnf", "dnf", "ansible-galaxy"]
    error_message = "Got ${jsonencode(output.quick_reference[*].client)}."
  }
  assert {
    condition     = alltrue([for row in output.quick_reference : contains(keys(output.files), row.file)])
    error_message = "Each row names a file that is there."
  }
  assert {
    condition     = { for row in output.quick_reference : row.endpoint => row.credentials if row.credentials != "none" } == { "grpcs://bazel-cache.dev.example.com:443" = "credential helper /opt/flywheel/helper", "https://attic-cache.dev.example.com/ci" = "netrc file /etc/nix/netrc", "https://attic-cache.dev.example.com/main" = "netrc file /etc/nix/netrc", "https://nuget.dev.example.com/v3/index.json" = "variable NuGetPackageSourceCredentials_bagetter", "https://gitlab.dev.example.com/api/v4/groups/7/-/packages/npm/" = "variable GITLAB_TOKEN", "https://gitlab.dev.example.com/api/v4/groups/8/-/packages/npm/" = "variable GITLAB_TOKEN", "https://gitlab.dev.example.com/api/v4/groups/7/-/packages/pypi/simple" = "netrc entry of the host", "https://galaxy.dev.example.com/api/galaxy/" = "variable ANSIBLE_GALAXY_SERVER_HUB_TOKEN", "https://nexus.dev.example.com/repository/vendor" = "dnf config-manager setopt vendor.username=… vendor.password=…" }
    error_message = "Got ${jsonencode({ for row in output.quick_reference : row.endpoint => row.credentials if row.credentials != "none" })}."
  }
}

run "several_indexes_on_purpose" {
  command = plan

  variables {
    pypi = {
      indexes = {
        gitlab = { url = "https://gitlab.dev.example.com/simple" }
        nexus  = { url = "https://nexus.dev.example.com/simple" }
        torch  = { url = "https://torch.dev.example.com/simple" }
      }
      primary                    = "nexus"
      allow_dependency_confusion = true
    }
  }

  assert {
    condition     = output.files[".config/pip/pip.conf"] == file("tests/golden/pip-several.conf")
    error_message = "Unexpected pip.conf:\n${output.files[".config/pip/pip.conf"]}"
  }
}

run "no_primary_keeps_pypi_org" {
  command = plan

  variables {
    pypi = {
      indexes                    = { a = { url = "https://a.dev.example.com/simple" }, b = { url = "https://b.dev.example.com/simple" } }
      allow_dependency_confusion = true
    }
  }

  assert {
    condition     = !strcontains(output.files[".config/pip/pip.conf"], "\nindex-url") && strcontains(output.files[".config/pip/pip.conf"], "extra-index-url =\n    https://a.dev.example.com/simple\n    https://b.dev.example.com/simple\n")
    error_message = "Without a primary index pip's own default stays: got\n${output.files[".config/pip/pip.conf"]}"
  }
}

run "public_services_and_credentials_are_left_out" {
  command = plan

  variables {
    nuget   = { sources = { mirror = { url = "https://nuget.dev.example.com/v3/index.json", patterns = ["*"] } }, nuget_org = false }
    ansible = { servers = { hub = { url = "https://galaxy.dev.example.com/api/galaxy/" } }, galaxy_fallback = false }
    nix     = { substituters = { main = { url = "https://attic-cache.dev.example.com/main", public_key = "main:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" } } }
  }

  assert {
    condition     = !strcontains(output.files[".nuget/config/flywheel.config"], "nuget.org") && strcontains(output.files[".nuget/config/flywheel.config"], "<package pattern=\"*\" />")
    error_message = "A mirror may serve everything where nuget.org is left out."
  }
  assert {
    condition     = output.files[".ansible.cfg"] == "[galaxy]\nserver_list = hub\n[galaxy_server.hub]\nurl = https://galaxy.dev.example.com/api/galaxy/\n"
    error_message = "Got\n${output.files[".ansible.cfg"]}"
  }
  assert {
    condition     = [for row in output.quick_reference : row.credentials if row.client == "nix"] == ["none"] && !strcontains(output.files[".config/nix/nix.conf"], "netrc-file")
    error_message = "A public cache needs no netrc file: got ${jsonencode(output.quick_reference)}."
  }
}
