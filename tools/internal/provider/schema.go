package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
	"github.com/gloriousflywheel/flywheel/tools/internal/localcache"
)

const (
	defaultHTTPAddress   = "127.0.0.1:8380"
	defaultGRPCAddress   = "127.0.0.1:9092"
	defaultMaxSize       = "50GiB"
	defaultBazelDays     = 30
	defaultPriority      = 40
	defaultRetentionDays = 90
	defaultStartTimeout  = "30s"
)

const resourceDescription = `One cache server for Bazel and Nix on this machine: installed into a data directory, started in the background, and kept in step with the configuration.

Creating it adopts a server that already runs on the same data directory. Changing anything but ` + "`data_dir`" + ` restarts the server in place and keeps its data. A server that died is seen by the next plan (` + "`running`" + `) and started again by the next apply. A server that does not become healthy is stopped again, and a creation that failed leaves nothing in the state: the next apply takes up whatever was installed.

Nothing secret is kept in the state. Import it by its data directory: ` + "`tofu import flywheel_local_cache.this /path/to/data`" + `.`

func (r *cacheResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := inputAttributes()
	for name, a := range computedAttributes() {
		attributes[name] = a
	}
	resp.Schema = schema.Schema{MarkdownDescription: resourceDescription, Attributes: attributes}
}

func inputAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"data_dir": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "Data directory of the server: an absolute path, or one beginning with `~/`. Made if missing; a directory that holds anything else is refused. Another directory means another server: changing it replaces the resource.",
			Validators:          []validator.String{checked("a data directory", checkDataDir)},
			PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplaceIf(otherDirectory,
				"Another data directory is another server.", "Another data directory is another server.")},
		},
		"http_address": addressAttribute("HTTP side: the Bazel HTTP cache, the Nix caches, `/status`, `/healthz` and `/metrics`", defaultHTTPAddress),
		"grpc_address": addressAttribute("gRPC side: the Bazel remote cache (REAPI v2)", defaultGRPCAddress),
		"max_size": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(defaultMaxSize),
			MarkdownDescription: "Most bytes that all blobs together may take on the disk, in blocks of 4 KiB; the least recently used go first. A whole number with a unit: `B`, `KB`, `KiB`, `MB`, `MiB`, `GB`, `GiB`, `TB`, `TiB`. Default `" + defaultMaxSize + "`.",
			Validators:          []validator.String{checked("a size", checkSize)},
		},
		"bazel_retention_days": schema.Int64Attribute{
			Optional: true, Computed: true, Default: int64default.StaticInt64(defaultBazelDays),
			MarkdownDescription: "Days after the last access that blobs of the Bazel cache are kept. At least 1. Default `30`.",
			Validators:          []validator.Int64{int64validator.Between(1, maxRetentionDays)},
		},
		"sync": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(cacheconfig.SyncGroup),
			MarkdownDescription: "When uploads reach the disk. `group`: together, every ten seconds, and no upload waits; a power cut can lose the last ten seconds of them, as cache misses, and never leaves a wrong or half blob. `each`: before the upload is answered, so that a power cut loses nothing, and small uploads take as long as the disk needs. Killing the server loses nothing with either. Default `group`.",
			Validators:          []validator.String{stringvalidator.OneOf(cacheconfig.SyncGroup, cacheconfig.SyncEach)},
		},
		"auth": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(cacheconfig.AuthNone),
			MarkdownDescription: "`none`: whoever reaches the server may read and write, so every address must be loopback. `token`: writes, the Bazel cache and Nix caches that are not public need a bearer token; one for this machine's clients is made in `token_file`. Default `none`.",
			Validators:          []validator.String{stringvalidator.OneOf(cacheconfig.AuthNone, cacheconfig.AuthToken)},
		},
		"caches": cachesAttribute(),
		"binary": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Path of the server program `cached` to install. Default: the file `cached` beside the provider's own program.",
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"destroy_data": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			MarkdownDescription: "Whether destroying the resource removes the whole data directory, with blobs and signing keys. `false` removes only the program, its configuration and the client token. Default `false`.",
		},
		"start_timeout": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(defaultStartTimeout),
			MarkdownDescription: "How long a started server may take to become healthy before it is stopped again: a number with unit `ms`, `s` or `m`. Default `" + defaultStartTimeout + "`.",
			Validators:          []validator.String{checked("a start timeout", checkTimeout)},
		},
	}
}

func addressAttribute(what, def string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Computed: true, Default: stringdefault.StaticString(def),
		MarkdownDescription: "`host:port` of the " + what + ". With `auth = \"none\"` the host must be loopback. An unspecified host (`0.0.0.0`, `[::]`) means every interface; URLs then name loopback. Default `" + def + "`.",
		Validators:          []validator.String{checked("an address", localcache.CheckAddress)},
	}
}

func cachesAttribute() schema.MapNestedAttribute {
	return schema.MapNestedAttribute{
		Optional: true, Computed: true, Default: mapdefault.StaticValue(defaultCaches()),
		MarkdownDescription: "Nix binary caches by name; each has its own URL and signing key. A name begins with a letter or digit, has at most 50 of letters, digits, `-`, `_`, `+`, and is no endpoint of the server. Default: `main` (priority 40, 90 days), `ci` (41, 30 days), `static` (42, 180 days), `devshells` (43, 60 days), all public.",
		Validators:          []validator.Map{mapvalidator.KeysAre(checked("a cache name", cacheconfig.CheckCacheName))},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"priority": schema.Int64Attribute{
				Optional: true, Computed: true, Default: int64default.StaticInt64(defaultPriority),
				MarkdownDescription: "Priority in `nix-cache-info`; Nix asks lower numbers first (cache.nixos.org has 40). From 1 to 65535. Default `40`.",
				Validators:          []validator.Int64{int64validator.Between(1, maxPriority)},
			},
			"retention_days": schema.Int64Attribute{
				Optional: true, Computed: true, Default: int64default.StaticInt64(defaultRetentionDays),
				MarkdownDescription: "Days after the last access that paths are kept. At least 1. Default `90`.",
				Validators:          []validator.Int64{int64validator.Between(1, maxRetentionDays)},
			},
			"public": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(true),
				MarkdownDescription: "Whether reading needs no token. Matters with `auth = \"token\"` only. Default `true`.",
			},
		}},
	}
}

func defaultCaches() types.Map {
	entry := func(priority int, days int64) attr.Value {
		return cacheObject(cacheconfig.Cache{Priority: priority, Public: true}, days)
	}
	return types.MapValueMust(cacheObjectType(), map[string]attr.Value{
		"main": entry(40, 90), "ci": entry(41, 30), "static": entry(42, 180), "devshells": entry(43, 60),
	})
}

func computedAttributes() map[string]schema.Attribute {
	str := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	strMap := func(description string) schema.MapAttribute {
		return schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"id": str("Absolute path of the data directory."),
		"running": schema.BoolAttribute{
			Computed:            true,
			MarkdownDescription: "Whether the server is running and healthy. Always planned as `true`, so that a dead server shows as a change that apply makes.",
		},
		"binary_sha256":     str("SHA-256 (hexadecimal) of the installed server program. Known at plan time, so that an upgrade is seen there."),
		"config_sha256":     str("SHA-256 (hexadecimal) of the server's configuration. Known at plan time; a configuration edited by hand is a difference here."),
		"bazel_grpc_url":    str("URL for `--remote_cache` over gRPC, such as `grpc://127.0.0.1:9092`."),
		"bazel_http_url":    str("URL for `--remote_cache` over HTTP, such as `http://127.0.0.1:8380`."),
		"nix_cache_urls":    strMap("Substituter URL of each Nix cache, by name."),
		"nix_public_keys":   strMap("Public key of each Nix cache for `trusted-public-keys`, by name, such as `main.flywheel.local-1:…`."),
		"log_file":          str("Path of the server's log."),
		"token_file":        str("Path of the file (mode 0600) with the token of this machine's clients when `auth = \"token\"`, else null. The token itself is never in the state."),
		"credential_helper": str("Path of a credential helper program that hands the token to Bazel when `auth = \"token\"`, for `--credential_helper=HOST=PATH`; else null."),
		"netrc_file":        str("Path of the file (mode 0600) that hands the token to Nix when `auth = \"token\"`, for `netrc-file`; else null. It concerns every port of the server's host, as the format knows none."),
	}
}
