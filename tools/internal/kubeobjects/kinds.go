package kubeobjects

import "strings"

// kind is what a typed resource becomes.
type kind struct {
	apiVersion, kind string
}

// kinds are the resource types that can be converted.
func kinds() map[string]kind {
	return map[string]kind{
		"kubernetes_cluster_role_binding_v1":      {"rbac.authorization.k8s.io/v1", "ClusterRoleBinding"},
		"kubernetes_cluster_role_v1":              {"rbac.authorization.k8s.io/v1", "ClusterRole"},
		"kubernetes_config_map_v1":                {"v1", "ConfigMap"},
		"kubernetes_cron_job_v1":                  {"batch/v1", "CronJob"},
		"kubernetes_daemon_set_v1":                {"apps/v1", "DaemonSet"},
		"kubernetes_deployment_v1":                {"apps/v1", "Deployment"},
		"kubernetes_horizontal_pod_autoscaler_v2": {"autoscaling/v2", "HorizontalPodAutoscaler"},
		"kubernetes_ingress_v1":                   {"networking.k8s.io/v1", "Ingress"},
		"kubernetes_job_v1":                       {"batch/v1", "Job"},
		"kubernetes_limit_range_v1":               {"v1", "LimitRange"},
		"kubernetes_namespace_v1":                 {"v1", "Namespace"},
		"kubernetes_network_policy_v1":            {"networking.k8s.io/v1", "NetworkPolicy"},
		"kubernetes_persistent_volume_claim_v1":   {"v1", "PersistentVolumeClaim"},
		"kubernetes_pod_disruption_budget_v1":     {"policy/v1", "PodDisruptionBudget"},
		"kubernetes_pod_v1":                       {"v1", "Pod"},
		"kubernetes_priority_class_v1":            {"scheduling.k8s.io/v1", "PriorityClass"},
		"kubernetes_resource_quota_v1":            {"v1", "ResourceQuota"},
		"kubernetes_role_binding_v1":              {"rbac.authorization.k8s.io/v1", "RoleBinding"},
		"kubernetes_role_v1":                      {"rbac.authorization.k8s.io/v1", "Role"},
		"kubernetes_secret_v1":                    {"v1", "Secret"},
		"kubernetes_service_account_v1":           {"v1", "ServiceAccount"},
		"kubernetes_service_v1":                   {"v1", "Service"},
		"kubernetes_stateful_set_v1":              {"apps/v1", "StatefulSet"},
	}
}

// convert makes the object of a typed resource's values.
func (k kind) convert(values map[string]any) map[string]any {
	object := map[string]any{}
	for name, v := range values {
		if !own(k.kind, name) {
			setField(object, k.kind, name, v)
		}
	}
	if spec, ok := object["spec"].(map[string]any); ok && k.kind == "DaemonSet" && spec["strategy"] != nil {
		// The provider calls it as that of a Deployment.
		spec["updateStrategy"] = spec["strategy"]
		delete(spec, "strategy")
	}
	object["apiVersion"], object["kind"] = k.apiVersion, k.kind
	return object
}

// own says whether an attribute at a resource's top is the provider's own, and
// no part of the object. Write-only values are never in a plan.
func own(kind, name string) bool {
	switch name {
	case "id", "timeouts":
		return true
	case "value":
		return kind != "PriorityClass"
	case "default_secret_name":
		return kind == "ServiceAccount"
	case "status", "target_state":
		return true
	}
	return strings.HasPrefix(name, "wait_for_") || strings.HasPrefix(name, "wait_until_") || strings.Contains(name, "_wo")
}
