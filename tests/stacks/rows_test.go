//go:build bazel

package stacks_test

const (
	finding = 1 // the configuration refuses it
	usage   = 2 // the variables are not in order
)

func mistakes() []mistake {
	return []mistake{
		// Slips that OpenTofu itself would pass over, or tell of only in the middle of a plan.
		{"misspelt attribute", "OpenTofu would take the default instead", "BAZEL_CACHE_PROD", "replicas     = { min = 2,", "replicas     = { mim = 2,", usage,
			[]string{`env/prod.tfvars:16: replicas.mim: variable "replicas" has no such attribute (did you mean "min"?); there are: cpu_target, max, min`}},
		{"misspelt attribute within", "at any depth", "ATTIC_DEV", "storage   = { size =", "storage   = { sise =", usage,
			[]string{`postgres.storage.sise: variable "postgres" has no such attribute (did you mean "size"?); there are: class, size, wal_size`}},
		{"misspelt variable", "the nearest is named", "ATTIC_DEV", "exposure = {", "exposur = {", usage,
			[]string{`variable "exposur" is not declared in tofu/stacks/attic (did you mean "exposure"?)`}},
		{"wrong type", "OpenTofu says neither the attribute nor its place", "ATTIC_DEV", "quota_scale = 0.1", "quota_scale = \"a lot\"", usage,
			[]string{"dev.tfvars:8: object_store.quota_scale must be a number"}},
		{"no value", "the variable is named", "PLATFORM_PROD", "environment = \"prod\"\n", "", usage,
			[]string{`variable "environment" is required and not set; set it in tofu/stacks/platform/env/prod.tfvars,`}},
		{"environment unknown", "what is allowed is said", "PLATFORM_PROD", "environment = \"prod\"", "environment = \"production\"", finding,
			[]string{"environment must be dev, staging or prod."}},

		// What must be impossible.
		{"exposed without authentication", "anyone could write into everyone's builds", "BAZEL_CACHE_DEV", "exposure = {", "credentials = { auth = \"none\" }\nexposure = {", finding,
			[]string{"credentials.auth must be htpasswd where exposure.mode is not none"}},
		{"exposed without TLS", "credentials in clear text", "BAZEL_CACHE_DEV", ", section_name = \"https\"", "", finding,
			[]string{"exposure.gateway.section_name must name the listener that terminates TLS"}},
		{"image by tag in prod", "a tag can be moved", "BAZEL_CACHE_PROD", "  digest     =", "  # digest     =", finding,
			[]string{"image.digest must be set in prod"}},
		{"one pod in prod", "a node drain takes the cache away", "BAZEL_CACHE_PROD", "replicas     = { min = 2,", "replicas     = { min = 1,", finding,
			[]string{"replicas.min must be at least 2 in prod", "Set at tofu/stacks/bazel-cache/env/prod.tfvars:16: replicas.min"}},
		{"larger than planned", "the plan's numbers are computed from what is deployed", "BAZEL_CACHE_PROD", "replicas     = { min = 2,", "replicas     = { min = 3,", finding,
			[]string{"The stack no longer has the planned budget", `"minimum":{"cpu":3,"memory_gib":6,"storage_gib":0}`}},
		{"MinIO without knowing", "it gets no fixes", "ATTIC_DEV", "acknowledge_minio_state = true", "acknowledge_minio_state = false", finding,
			[]string{"object_store.minio.acknowledge_minio_state must be true"}},
		{"MinIO's operator without knowing", "nor does it", "PLATFORM_PROD", "acknowledge_minio_state = true", "acknowledge_minio_state = false", finding,
			[]string{"operators.minio.acknowledge_minio_state must be true"}},
		{"Attic's bucket expires", "chunks would be lost under the database", "ATTIC_PROD", "exposure = {", "buckets = {\n  attic     = { bucket = \"attic\", quota = \"300Gi\", purpose = \"attic\", expire_days = 30, namespaces = [\"attic\"] }\n  pg-backup = { bucket = \"pg-backup\", quota = \"50Gi\", purpose = \"backup\", namespaces = [\"attic\"] }\n}\nexposure = {", finding,
			[]string{"buckets[*].expire_days is for purpose cache alone"}},
		{"backups expire", "they would be lost under the catalogue", "ATTIC_PROD", "exposure = {", "buckets = {\n  attic     = { bucket = \"attic\", quota = \"300Gi\", purpose = \"attic\", namespaces = [\"attic\"] }\n  pg-backup = { bucket = \"pg-backup\", quota = \"50Gi\", purpose = \"backup\", expire_days = 30, namespaces = [\"attic\"] }\n}\nexposure = {", finding,
			[]string{"buckets[*].expire_days is for purpose cache alone"}},
		{"no room", "16 drives of 50Gi with EC:4 are exactly the quotas", "ATTIC_PROD", "volume_size = \"67Gi\"", "volume_size = \"50Gi\"", finding,
			[]string{"600"}},
		{"hourly backups", "five fields are minutes first to a person, seconds first to CloudNativePG", "ATTIC_PROD", "schedule = \"0 0 2 * * *\"", "schedule = \"0 2 * * *\"", finding,
			[]string{"backup.schedule must have SIX fields"}},
		{"one instance in prod", "nothing could take over", "ATTIC_PROD", "instances = 3", "instances = 1", finding,
			[]string{"instances"}},
		{"exposed, S3 not", "clients are redirected to S3", "ATTIC_PROD", "  public_host  = \"s3.prod.example.com\"\n", "", finding,
			[]string{"storage.public_endpoint must be set where exposure.mode is not none"}},
		{"operators of one stack in prod", "its end would be everybody's", "ATTIC_PROD", "domain      =", "operators   = { install = true }\ndomain      =", finding,
			[]string{"operators.install must be false in prod"}},
		{"token key made by the stack in prod", "it could not be had back", "ATTIC_PROD", "jwt      = { existing_secret = \"attic-jwt\" }", "jwt      = { algorithm = \"HS256\" }", finding,
			[]string{"jwt.algorithm must be RS256 in prod"}},
		{"host of another environment", "clients would be sent there", "ATTIC_DEV", "attic-cache.dev.example.com", "attic-cache.prod.example.com", finding,
			[]string{"exposure.host must be below domain, as attic-cache.dev.example.com."}},

		// Stack packages.
		{"registry of another environment", "clients would be sent there", "PACKAGES_DEV", "https://gitlab.dev.example.com", "https://gitlab.prod.example.com", finding,
			[]string{"These addresses are outside the domain dev.example.com: https://gitlab.prod.example.com/"}},
		{"Nexus without its agreement", "whoever runs it accepts it", "PACKAGES_DEV", "nexus = false, galaxy = false }", "nexus = true, galaxy = false }\nnexus = { encryption_key_secret = \"nexus-key\" }", finding,
			[]string{"nexus.accept_eula must be true while services.nexus is on", "Sonatype's licence"}},
		{"Galaxy without its images", "there is no release to default to", "PACKAGES_DEV", "galaxy = false }", "galaxy = true }", finding,
			[]string{"galaxy.image and galaxy.web_image must be set while services.galaxy is on"}},
		{"packages exposed without TLS", "passwords in clear text", "PACKAGES_PROD", ", section_name = \"https\"", "", finding,
			[]string{"exposure.gateway.section_name must name the listener that terminates TLS"}},
		{"packages exposed by Ingress without TLS", "there, too", "PACKAGES_DEV", "  mode    = \"gateway\"\n  gateway = { name = \"public\", namespace = \"gateway\", section_name = \"https\" }", "  mode    = \"ingress\"\n  ingress = { class_name = \"nginx\" }", finding,
			[]string{"exposure.tls.secret_name must be set in mode ingress"}},
		{"signing switched off", "there is no such switch: clients check signatures", "PACKAGES_DEV", "signing       = { gpg_secret", "signing       = { required = false, gpg_secret", usage,
			[]string{`rpm_repo.signing.required: variable "rpm_repo" has no such attribute`}},
		{"RPMs without a key", "nobody could check them", "PACKAGES_DEV", "  signing       = {", "  # signing     = {", finding,
			[]string{"signing"}},
		{"database of one instance in prod", "nothing could take over", "PACKAGES_PROD", "instances = 3", "instances = 1", finding,
			[]string{"instances must be at least 3 in prod"}},
		{"hourly backups of packages", "five fields, read as six", "PACKAGES_PROD", "schedule = \"0 0 3 * * *\"", "schedule = \"0 3 * * *\"", finding,
			[]string{"backup.schedule must have SIX fields"}},
		{"nothing on", "an empty stack is a mistake", "PACKAGES_DEV", "services = { gitlab = true, bagetter = true, rpm_repo = true, nexus = false, galaxy = false }", "services = { gitlab = false, bagetter = false, rpm_repo = false, nexus = false, galaxy = false }", finding,
			[]string{"services must have at least one that is on"}},
		{"GitLab without address", "what is missing is named", "PACKAGES_DEV", "  group_id       = \"42\"\n", "", finding,
			[]string{"group_id"}},
		{"packages larger than planned", "the plan's numbers are computed from what is deployed", "PACKAGES_PROD", "full        = { cpu = 6,", "full        = { cpu = 5,", finding,
			[]string{"The stack no longer has the planned budget", `"full":{"cpu":6,"memory_gib":13,"storage_gib":70}`}},
		{"BaGetter by tag in prod", "a tag can be moved", "PACKAGES_PROD", "tag        = \"1.6.5\"\n    digest     =", "tag        = \"1.6.5\"\n    # digest   =", finding,
			[]string{"image.digest must be set in prod"}},
	}
}
