# One wrong value for each variable in a run: what one refuses does not hide what another does.
run "refused_01" {
  command = plan
  variables {
    # outputs unknown
    bazel = { url = "grpc://127.0.0.1:9092", download_outputs = "some" }
    # credentials in an address
    nix = { substituters = { main = { url = "https://me:secret@cache.example.com/main", public_key = "k:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" } } }
    # no source
    nuget = { sources = {} }
    # no registry
    npm = { registries = {} }
    # no index
    pypi = { indexes = {} }
    # no repository
    rpm = { repos = {} }
    # no server
    ansible = { servers = {} }
  }
  expect_failures = [var.bazel, var.nix, var.nuget, var.npm, var.pypi, var.rpm, var.ansible]
}

run "refused_02" {
  command = plan
  variables {
    # credentials in an address
    bazel = { url = "https://me:secret@cache.example.com" }
    # a name that no variable can have
    nuget = { sources = { "our feed" = { url = "https://nuget.example.com/v3/index.json", patterns = ["Example.*"] } } }
    # a scope without @
    npm = { registries = { example = { url = "https://npm.example.com/" } } }
    # plain http
    pypi = { indexes = { main = { url = "http://pypi.example.com/simple" } } }
    # dnf's own section
    rpm = { repos = { main = { name = "Ours", baseurl = "https://rpm.example.com/", gpg_key_url = "https://rpm.example.com/key" } } }
    # a name of which no variable can be made
    ansible = { servers = { "our-hub" = { url = "https://galaxy.example.com/api/" } } }
  }
  expect_failures = [var.bazel, var.nuget, var.npm, var.pypi, var.rpm, var.ansible]
}

run "refused_03" {
  command = plan
  variables {
    # the public source's name
    nuget = { sources = { "nuget.org" = { url = "https://nuget.example.com/v3/index.json", patterns = ["Example.*"] } } }
    # plain http
    npm = { registries = { "@example" = { url = "http://npm.example.com/" } } }
    # primary unknown
    pypi = { indexes = { main = { url = "https://pypi.example.com/simple" } }, primary = "other" }
    # a name of two lines
    rpm = { repos = { ours = { name = "Ours\ngpgcheck=0", baseurl = "https://rpm.example.com/", gpg_key_url = "https://rpm.example.com/key" } } }
    # the public server's name
    ansible = { servers = { galaxy = { url = "https://galaxy.example.com/api/" } } }
  }
  expect_failures = [var.nuget, var.npm, var.pypi, var.rpm, var.ansible]
}

run "refused_04" {
  command = plan
  variables {
    # plain http
    nuget = { sources = { ours = { url = "http://nuget.example.com/v3/index.json", patterns = ["Example.*"] } } }
    # a token instead of a variable's name
    npm = { registries = { "@example" = { url = "https://npm.example.com/", token_env = "glpat-1234" } } }
    # two indexes
    pypi = { indexes = { a = { url = "https://a.example.com/simple" }, b = { url = "https://b.example.com/simple" } } }
    # plain http
    rpm = { repos = { ours = { name = "Ours", baseurl = "http://rpm.example.com/", gpg_key_url = "https://rpm.example.com/key" } } }
    # no / at the end
    ansible = { servers = { hub = { url = "https://galaxy.example.com/api" } } }
  }
  expect_failures = [var.nuget, var.npm, var.pypi, var.rpm, var.ansible]
}

run "refused_05" {
  command = plan
  variables {
    # no pattern
    nuget = { sources = { ours = { url = "https://nuget.example.com/v3/index.json", patterns = [] } } }
    # the token for another host
    npm = { registries = { "@example" = { url = "https://npm.example.com/", token_env = "TOKEN", auth_url = "https://elsewhere.example.com/" } } }
    # credentials in an address
    pypi = { indexes = { main = { url = "https://me:secret@pypi.example.com/simple" } } }
    # the key by plain http
    rpm = { repos = { ours = { name = "Ours", baseurl = "https://rpm.example.com/", gpg_key_url = "http://rpm.example.com/key" } } }
    # plain http
    ansible = { servers = { hub = { url = "http://galaxy.example.com/api/" } } }
  }
  expect_failures = [var.nuget, var.npm, var.pypi, var.rpm, var.ansible]
}

run "nuget_pattern_with_a_star_within" {
  command = plan
  variables {
    nuget = { sources = { ours = { url = "https://nuget.example.com/v3/index.json", patterns = ["Ex*.Core"] } } }
  }
  expect_failures = [var.nuget]
}

run "a_domain_without_a_dot" {
  command = plan
  variables {
    domain = "example"
  }
  expect_failures = [var.domain]
}
