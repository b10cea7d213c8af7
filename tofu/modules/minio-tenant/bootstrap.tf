# Makes buckets, quotas, expiries, users and their policies. Other buckets, credentials, another script or image are another Job;
# running it again changes nothing. It deletes no bucket and no user.
locals {
  # One line a bucket: key, bucket, quota in MiB, versioning, lock, days until expiry; files/bootstrap.sh reads it.
  buckets_tsv = join("", [
    for key, b in var.buckets : join("", [join("\t", [
      key,
      b.bucket,
      local.quotas_mib[key],
      b.versioning ? "on" : "off",
      b.object_lock ? "on" : "off",
      b.expire_days == null ? "-" : tostring(b.expire_days),
    ]), "\n"])
  ])

  # Of one bucket, and of nothing else: no other service's, no administration.
  policies = {
    for key, b in var.buckets : "${key}.json" => jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Effect   = "Allow"
          Action   = local.actions.bucket[b.access]
          Resource = ["arn:aws:s3:::${b.bucket}"]
        },
        {
          Effect   = "Allow"
          Action   = local.actions.object[b.access]
          Resource = ["arn:aws:s3:::${b.bucket}/*"]
        },
      ]
    })
  }
  actions = {
    bucket = {
      ro = ["s3:GetBucketLocation", "s3:ListBucket"]
      rw = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
    }
    object = {
      ro = ["s3:GetObject"]
      rw = [
        "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectTagging", "s3:GetObject", "s3:GetObjectTagging",
        "s3:ListMultipartUploadParts", "s3:PutObject", "s3:PutObjectTagging",
      ]
    }
  }

  bootstrap_data = merge(local.policies, {
    "bootstrap.sh" = file("${path.module}/files/bootstrap.sh")
    "buckets.tsv"  = local.buckets_tsv
  })
  bootstrap_hash = substr(sha256(jsonencode([local.bootstrap_data, local.defaults["bootstrap"].image, local.endpoint, local.revisions, var.root_revision])), 0, 10)
}

resource "kubernetes_service_account_v1" "bootstrap" {
  metadata {
    name      = "${var.name}-bootstrap"
    namespace = var.namespace
    labels    = local.defaults["bootstrap"].labels
  }

  automount_service_account_token = false
}

resource "kubernetes_config_map_v1" "bootstrap" {
  metadata {
    name      = "${var.name}-bootstrap"
    namespace = var.namespace
    labels    = local.defaults["bootstrap"].labels
  }

  data = local.bootstrap_data
}
