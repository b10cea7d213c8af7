//go:build bazel

// Package strict_test holds what this repository would apply, and what package
// kubeobjects makes of typed resources, against the types of the API: a field
// that they do not have fails. The types are linked into this test alone.
package strict_test

import (
	cnpg "github.com/cloudnative-pg/api/pkg/api/v1"
	barman "github.com/cloudnative-pg/plugin-barman-cloud/api/v1"
	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	apps "k8s.io/api/apps/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	rbac "k8s.io/api/rbac/v1"
	scheduling "k8s.io/api/scheduling/v1"
	gateway "sigs.k8s.io/gateway-api/apis/v1"
)

// newType makes an empty value of the Go type of "apiVersion kind"; nil if there
// is none.
func newType(name string) any {
	for _, types := range []map[string]func() any{builtin(), custom()} {
		if make, ok := types[name]; ok {
			return make()
		}
	}
	return nil
}

func builtin() map[string]func() any {
	return map[string]func() any{
		"apps/v1 DaemonSet":                               func() any { return &apps.DaemonSet{} },
		"apps/v1 Deployment":                              func() any { return &apps.Deployment{} },
		"apps/v1 StatefulSet":                             func() any { return &apps.StatefulSet{} },
		"autoscaling/v2 HorizontalPodAutoscaler":          func() any { return &autoscaling.HorizontalPodAutoscaler{} },
		"batch/v1 CronJob":                                func() any { return &batch.CronJob{} },
		"batch/v1 Job":                                    func() any { return &batch.Job{} },
		"networking.k8s.io/v1 Ingress":                    func() any { return &networking.Ingress{} },
		"networking.k8s.io/v1 NetworkPolicy":              func() any { return &networking.NetworkPolicy{} },
		"policy/v1 PodDisruptionBudget":                   func() any { return &policy.PodDisruptionBudget{} },
		"rbac.authorization.k8s.io/v1 ClusterRole":        func() any { return &rbac.ClusterRole{} },
		"rbac.authorization.k8s.io/v1 ClusterRoleBinding": func() any { return &rbac.ClusterRoleBinding{} },
		"rbac.authorization.k8s.io/v1 Role":               func() any { return &rbac.Role{} },
		"rbac.authorization.k8s.io/v1 RoleBinding":        func() any { return &rbac.RoleBinding{} },
		"scheduling.k8s.io/v1 PriorityClass":              func() any { return &scheduling.PriorityClass{} },
		"v1 ConfigMap":                                    func() any { return &core.ConfigMap{} },
		"v1 LimitRange":                                   func() any { return &core.LimitRange{} },
		"v1 Namespace":                                    func() any { return &core.Namespace{} },
		"v1 PersistentVolumeClaim":                        func() any { return &core.PersistentVolumeClaim{} },
		"v1 Pod":                                          func() any { return &core.Pod{} },
		"v1 ResourceQuota":                                func() any { return &core.ResourceQuota{} },
		"v1 Secret":                                       func() any { return &core.Secret{} },
		"v1 Service":                                      func() any { return &core.Service{} },
		"v1 ServiceAccount":                               func() any { return &core.ServiceAccount{} },
	}
}

func custom() map[string]func() any {
	return map[string]func() any{
		"barmancloud.cnpg.io/v1 ObjectStore":      func() any { return &barman.ObjectStore{} },
		"galaxy.ansible.com/v1beta1 Galaxy":       func() any { return &galaxy{} },
		"gateway.networking.k8s.io/v1 GRPCRoute":  func() any { return &gateway.GRPCRoute{} },
		"gateway.networking.k8s.io/v1 Gateway":    func() any { return &gateway.Gateway{} },
		"gateway.networking.k8s.io/v1 HTTPRoute":  func() any { return &gateway.HTTPRoute{} },
		"monitoring.coreos.com/v1 PodMonitor":     func() any { return &monitoring.PodMonitor{} },
		"monitoring.coreos.com/v1 Probe":          func() any { return &monitoring.Probe{} },
		"monitoring.coreos.com/v1 PrometheusRule": func() any { return &monitoring.PrometheusRule{} },
		"monitoring.coreos.com/v1 ServiceMonitor": func() any { return &monitoring.ServiceMonitor{} },
		"minio.min.io/v2 Tenant":                  func() any { return &tenant{} },
		"postgresql.cnpg.io/v1 Cluster":           func() any { return &cnpg.Cluster{} },
		"postgresql.cnpg.io/v1 Database":          func() any { return &cnpg.Database{} },
		"postgresql.cnpg.io/v1 ScheduledBackup":   func() any { return &cnpg.ScheduledBackup{} },
		"repo-manager.pulpproject.org/v1 Pulp":    func() any { return &pulp{} },
	}
}
