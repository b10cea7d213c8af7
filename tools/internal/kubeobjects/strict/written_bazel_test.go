//go:build bazel

package strict_test

import (
	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Types of operators whose Go modules cannot be had: the module proxy refuses
// MinIO's, Galaxy's operator is written in Ansible, and Pulp's module would bring
// its whole operator. They are written here after the CRDs, and have only what
// our modules set: what is missing here must be looked up there first.

// tenant is minio.min.io/v2 Tenant of MinIO's operator 7.1.1
// (resources/base/crds/minio.min.io_tenants.yaml).
type tenant struct {
	meta.TypeMeta   `json:",inline"`
	meta.ObjectMeta `json:"metadata"`
	Spec            struct {
		AdditionalVolumeMounts []core.VolumeMount        `json:"additionalVolumeMounts"`
		AdditionalVolumes      []core.Volume             `json:"additionalVolumes"`
		Configuration          core.LocalObjectReference `json:"configuration"`
		Env                    []core.EnvVar             `json:"env"`
		ExternalCertSecret     []struct {
			Name string `json:"name"`
			Type string `json:"type"`
		} `json:"externalCertSecret"`
		Features struct {
			BucketDNS bool `json:"bucketDNS"`
		} `json:"features"`
		Image               string                    `json:"image"`
		ImagePullPolicy     core.PullPolicy           `json:"imagePullPolicy"`
		ImagePullSecret     core.LocalObjectReference `json:"imagePullSecret"`
		Liveness            core.Probe                `json:"liveness"`
		MountPath           string                    `json:"mountPath"`
		PodManagementPolicy string                    `json:"podManagementPolicy"`
		Pools               []pool                    `json:"pools"`
		PoolsMetadata       struct {
			Annotations map[string]string `json:"annotations"`
			Labels      map[string]string `json:"labels"`
		} `json:"poolsMetadata"`
		PriorityClassName  string     `json:"priorityClassName"`
		PrometheusOperator bool       `json:"prometheusOperator"`
		Readiness          core.Probe `json:"readiness"`
		RequestAutoCert    bool       `json:"requestAutoCert"`
		SideCars           struct {
			Resources core.ResourceRequirements `json:"resources"`
		} `json:"sideCars"`
		Startup core.Probe `json:"startup"`
	} `json:"spec"`
}

type pool struct {
	Annotations                   map[string]string               `json:"annotations"`
	ContainerSecurityContext      core.SecurityContext            `json:"containerSecurityContext"`
	Name                          string                          `json:"name"`
	NodeSelector                  map[string]string               `json:"nodeSelector"`
	Resources                     core.ResourceRequirements       `json:"resources"`
	SecurityContext               core.PodSecurityContext         `json:"securityContext"`
	Servers                       int32                           `json:"servers"`
	TerminationGracePeriodSeconds int64                           `json:"terminationGracePeriodSeconds"`
	Tolerations                   []core.Toleration               `json:"tolerations"`
	TopologySpreadConstraints     []core.TopologySpreadConstraint `json:"topologySpreadConstraints"`
	VolumeClaimTemplate           core.PersistentVolumeClaim      `json:"volumeClaimTemplate"`
	VolumesPerServer              int32                           `json:"volumesPerServer"`
}

// content is what the specs of Galaxy and Pulp have in common.
type content struct {
	AdminPasswordSecret      string `json:"admin_password_secret"`
	API                      role   `json:"api"`
	ContainerTokenSecret     string `json:"container_token_secret"`
	Content                  role   `json:"content"`
	DBFieldsEncryptionSecret string `json:"db_fields_encryption_secret"`
	FileStorageAccessMode    string `json:"file_storage_access_mode"`
	FileStorageSize          string `json:"file_storage_size"`
	FileStorageStorageClass  string `json:"file_storage_storage_class"`
	Image                    string `json:"image"`
	ImageVersion             string `json:"image_version"`
	ImageWeb                 string `json:"image_web"`
	ImageWebVersion          string `json:"image_web_version"`
	IngressType              string `json:"ingress_type"`
	ObjectStorageS3Secret    string `json:"object_storage_s3_secret"`
	Web                      role   `json:"web"`
	Worker                   role   `json:"worker"`
}

type role struct {
	Replicas             int32                     `json:"replicas"`
	ResourceRequirements core.ResourceRequirements `json:"resource_requirements"`
}

// galaxy is galaxy.ansible.com/v1beta1 Galaxy of galaxy-operator at 8abf98a
// (config/crd/bases/galaxy_v1beta1_galaxy_crd.yaml).
type galaxy struct {
	meta.TypeMeta   `json:",inline"`
	meta.ObjectMeta `json:"metadata"`
	Spec            struct {
		content                     `json:",inline"`
		NoLog                       bool                      `json:"no_log"`
		PostgresConfigurationSecret string                    `json:"postgres_configuration_secret"`
		PublicBaseURL               string                    `json:"public_base_url"`
		RedisResourceRequirements   core.ResourceRequirements `json:"redis_resource_requirements"`
		RedisStorageClass           string                    `json:"redis_storage_class"`
		RedisStorageSize            string                    `json:"redis_storage_size"`
		StorageType                 string                    `json:"storage_type"`
	} `json:"spec"`
}

// pulp is repo-manager.pulpproject.org/v1 Pulp of pulp-operator at 7db462e
// (config/crd/bases/repo-manager.pulpproject.org_pulps.yaml).
type pulp struct {
	meta.TypeMeta   `json:",inline"`
	meta.ObjectMeta `json:"metadata"`
	Spec            struct {
		content `json:",inline"`
		Cache   struct {
			Enabled                   bool                      `json:"enabled"`
			RedisResourceRequirements core.ResourceRequirements `json:"redis_resource_requirements"`
			RedisStorageClass         string                    `json:"redis_storage_class"`
		} `json:"cache"`
		Database struct {
			ExternalDBSecret string `json:"external_db_secret"`
		} `json:"database"`
	} `json:"spec"`
}
