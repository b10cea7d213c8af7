# Pure: sums, no resource.
locals {
  gib = { Ki = 1 / 1048576, Mi = 1 / 1024, Gi = 1, Ti = 1024 }

  # Each component with the sum of its pods, in processors and GiB.
  rows = [
    for name, c in var.components : {
      name        = name
      group       = c.group
      optional    = c.optional
      replicas    = c.replicas
      cpu         = c.replicas * (endswith(c.cpu, "m") ? tonumber(trimsuffix(c.cpu, "m")) / 1000 : tonumber(c.cpu))
      memory_gib  = c.replicas * tonumber(regex("^[0-9]+", c.memory)) * local.gib[regex("[KMGT]i$", c.memory)]
      storage_gib = c.replicas * tonumber(regex("^[0-9]+", c.storage)) * local.gib[regex("[KMGT]i$", c.storage)]
    }
  ]

  # Who counts for which sum: the full stack includes the smallest.
  members = {
    minimum     = [for row in local.rows : row if row.group == "minimum"]
    full        = [for row in local.rows : row if contains(["minimum", "full"], row.group)]
    not_in_seed = [for row in local.rows : row if !contains(["minimum", "full"], row.group)]
    grand_total = local.rows
    required    = [for row in local.rows : row if !row.optional]
  }

  # Sums for the table: those that say something.
  shown = [
    for total in [
      { name = "minimum", title = "minimum", wanted = length(local.members.minimum) > 0 },
      { name = "full", title = "full, minimum included", wanted = length(local.members.full) > length(local.members.minimum) },
      { name = "not_in_seed", title = "beside these", wanted = length(local.members.not_in_seed) > 0 && length(local.members.full) > 0 },
      { name = "grand_total", title = "all", wanted = true },
      { name = "required", title = "without what is optional", wanted = length(local.members.required) < length(local.rows) },
    ] : total if total.wanted
  ]

  # concat: sum of nothing is an error. Thousandths: what is left of binary fractions must not decide.
  totals = {
    for name, rows in local.members : name => {
      for dimension in ["cpu", "memory_gib", "storage_gib"] :
      dimension => floor(sum(concat([0], [for row in rows : row[dimension]])) * 1000 + 0.5) / 1000
    }
  }

  bucket_rows = [
    for name, b in var.buckets : {
      name      = name
      purpose   = b.purpose
      quota_gib = tonumber(regex("^[0-9]+", b.quota)) * local.gib[regex("[KMGT]i$", b.quota)]
    }
  ]
  buckets_gib = sum(concat([0], [for row in local.bucket_rows : row.quota_gib]))
}
