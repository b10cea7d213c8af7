variables {
  name        = "bazel-cache"
  application = "bazel-remote"
  environment = "dev"
  user_id     = 65532
  image       = { repository = "quay.io/bazel-remote/bazel-remote", tag = "v2.6.2" }
}

run "one_replica_has_no_budget" {
  command = plan

  assert {
    condition     = !output.pod_disruption_budget.enabled
    error_message = "A budget for one pod blocks every node drain."
  }
}

run "two_replicas_have_a_budget" {
  command = plan

  variables {
    replicas = 2
  }

  assert {
    condition     = output.pod_disruption_budget == { enabled = true, max_unavailable = "1" }
    error_message = "Got ${jsonencode(output.pod_disruption_budget)}."
  }
}

run "pods_are_replaced_one_by_one" {
  command = plan

  assert {
    condition     = output.rolling_update == { max_unavailable = "0", max_surge = "1" }
    error_message = "Got ${jsonencode(output.rolling_update)}."
  }
  assert {
    condition     = [for c in output.topology_spread : c.topology_key] == ["kubernetes.io/hostname", "topology.kubernetes.io/zone"]
    error_message = "Pods spread over nodes and zones, got ${jsonencode(output.topology_spread)}."
  }
  assert {
    condition     = alltrue([for c in output.topology_spread : c.when_unsatisfiable == "ScheduleAnyway" && c.max_skew == 1])
    error_message = "A cluster of one node must still schedule, got ${jsonencode(output.topology_spread)}."
  }
}

run "probes_have_time" {
  command = plan

  assert {
    condition     = output.probes.startup.period_seconds * output.probes.startup.failure_threshold == 60
    error_message = "A pod has one minute to start."
  }
  assert {
    condition     = output.probes.readiness.period_seconds == 10 && output.probes.liveness.period_seconds == 30
    error_message = "Readiness every 10 s, liveness every 30 s, got ${jsonencode(output.probes)}."
  }
}
