locals {
  # A package is taken from the source whose pattern names it and from no other: a stranger's package of the same name on
  # nuget.org never comes in. Without a pattern for nuget.org nothing would come from there.
  nuget_sources = var.nuget == null ? {} : merge(
    var.nuget.sources,
    var.nuget.nuget_org ? { "nuget.org" = { url = "https://api.nuget.org/v3/index.json", patterns = ["*"], private = false } } : {},
  )

  nuget_config = var.nuget == null ? [] : concat(
    [
      "<configuration>",
      "  <packageSources>",
      "    <clear />",
    ],
    [for name, source in local.nuget_sources : "    <add key=\"${name}\" value=\"${replace(source.url, "&", "&amp;")}\" protocolVersion=\"3\" />"],
    [
      "  </packageSources>",
      "  <packageSourceMapping>",
      "    <clear />",
    ],
    flatten([
      for name, source in local.nuget_sources : concat(
        ["    <packageSource key=\"${name}\">"],
        [for pattern in source.patterns : "      <package pattern=\"${pattern}\" />"],
        ["    </packageSource>"],
      )
    ]),
    [
      "  </packageSourceMapping>",
      "</configuration>",
    ],
  )

  nuget_rows = var.nuget == null ? [] : [
    for name, source in var.nuget.sources : {
      client      = "nuget"
      file        = ".nuget/config/flywheel.config"
      endpoint    = source.url
      credentials = source.private ? "variable NuGetPackageSourceCredentials_${name}" : "none"
      check       = "dotnet nuget list source"
    }
  ]
}
