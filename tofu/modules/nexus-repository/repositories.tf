# What the bootstrap Job asks of Nexus, in its own words: the REST API's requests (components/nexus-repository-services,
# plugins/nexus-blobstore-s3 of github.com/sonatype/nexus-public).
locals {
  blob_store_name = "s3"

  blob_store = {
    name      = local.blob_store_name
    softQuota = null
    bucketConfiguration = merge(
      {
        bucket = { region = var.blobstore.region, name = var.blobstore.bucket, prefix = var.blobstore.prefix, expiration = -1 }
        advancedBucketConnection = {
          endpoint       = var.blobstore.endpoint
          forcePathStyle = var.blobstore.path_style
        }
      },
      var.blobstore.credentials_secret == null ? {} : { bucketSecurity = { accessKeyId = "@ACCESS_KEY@", secretAccessKey = "@SECRET_KEY@" } },
    )
  }

  # Users of NuGet and npm have keys of their own, which these realms know.
  realms = concat(
    ["NexusAuthenticatingRealm"],
    anytrue([for repo in values(var.repositories) : repo.format == "nuget"]) ? ["NuGetApiKey"] : [],
    anytrue([for repo in values(var.repositories) : repo.format == "npm"]) ? ["NpmToken"] : [],
  )

  repositories = {
    for name, repo in var.repositories : name => {
      for attribute, part in {
        name   = { wanted = true, value = name }
        online = { wanted = true, value = true }
        storage = {
          wanted = true
          value = merge(
            { blobStoreName = local.blob_store_name, strictContentTypeValidation = true },
            { for key, value in { writePolicy = repo.write_policy } : key => value if repo.type == "hosted" },
          )
        }
        yum           = { wanted = repo.format == "yum" && repo.type == "hosted", value = { repodataDepth = 0, deployPolicy = "STRICT" } }
        proxy         = { wanted = repo.type == "proxy", value = { remoteUrl = repo.remote_url, contentMaxAge = 1440, metadataMaxAge = 1440 } }
        negativeCache = { wanted = repo.type == "proxy", value = { enabled = true, timeToLive = 1440 } }
        httpClient    = { wanted = repo.type == "proxy", value = { blocked = false, autoBlock = true } }
        nugetProxy    = { wanted = repo.format == "nuget" && repo.type == "proxy", value = { queryCacheItemMaxAge = 3600, nugetVersion = "V3" } }
        group         = { wanted = repo.type == "group", value = { memberNames = repo.members } }
      } : attribute => part.value if part.wanted
    }
  }

  # A group's members must be there before it.
  ordered = concat(
    [for name in sort(keys(var.repositories)) : name if var.repositories[name].type != "group"],
    [for name in sort(keys(var.repositories)) : name if var.repositories[name].type == "group"],
  )

  settings = merge(
    {
      "anonymous.json"   = jsonencode({ enabled = var.anonymous_access, userId = "anonymous", realmName = "NexusAuthorizingRealm" })
      "realms.json"      = jsonencode(local.realms)
      "blobstore.json"   = jsonencode(local.blob_store)
      "repositories.tsv" = join("", [for name in local.ordered : "${var.repositories[name].format}\t${var.repositories[name].type}\t${name}\trepository.${name}.json\n"])
    },
    { for name, repo in local.repositories : "repository.${name}.json" => jsonencode(repo) },
  )
}
