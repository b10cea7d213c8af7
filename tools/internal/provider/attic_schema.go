package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/nix-community/go-nix/pkg/narinfo/signature"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
)

const atticCacheDescription = `One cache on an Attic server: the real ` + "`atticd`" + `, or ` + "`cached`" + `. The server and the token come from the provider's configuration; the token needs, on this cache, ` + "`create-cache`, `pull`, `configure-cache`" + `, with a retention ` + "`configure-cache-retention`" + `, and to destroy it ` + "`destroy-cache`" + `.

A cache that was changed elsewhere is changed back by the next apply, one that is gone is made again, with another key. Destroying is refused unless ` + "`force_destroy`" + ` was applied before. No secret is kept in the state.

Import it by its name: ` + "`tofu import flywheel_attic_cache.this main`" + `.`

// Schema describes the resource.
func (r *atticCacheResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := atticInputs()
	computed := func(description string) schema.Attribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description,
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}}
	}
	attributes["id"] = computed("The name.")
	attributes["public_key"] = computed("Public key for `trusted-public-keys` of nix.conf, `NAME:BASE64`.")
	attributes["substituter_endpoint"] = computed("URL for `substituters` of nix.conf.")
	attributes["api_endpoint"] = computed("URL of the server as it tells clients.")
	resp.Schema = schema.Schema{MarkdownDescription: atticCacheDescription, Attributes: attributes}
}

func atticInputs() map[string]schema.Attribute {
	upstream := types.SetValueMust(types.StringType, []attr.Value{types.StringValue("cache.nixos.org-1")})
	return map[string]schema.Attribute{
		"name": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "Name of the cache: up to 50 letters, digits, `-`, `_` and `+`, the first a letter or digit. Another name is another cache: changing it replaces the resource.",
			Validators:          []validator.String{checked("the name of a cache", cacheconfig.CheckCacheName)},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
		"public": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			MarkdownDescription: "Whether everybody may pull, without a token. Default `false`.",
		},
		"store_dir": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString("/nix/store"),
			MarkdownDescription: "Nix store of the cache's paths. Default `/nix/store`.",
			Validators:          []validator.String{checked("a store directory", checkStoreDir)},
		},
		"priority": schema.Int64Attribute{
			Optional: true, Computed: true, Default: int64default.StaticInt64(41),
			MarkdownDescription: "Priority among substituters: the lower, the earlier; cache.nixos.org has 40. Default `41`.",
			Validators:          []validator.Int64{int64validator.Between(0, maxPriority)},
		},
		"upstream_cache_key_names": schema.SetAttribute{
			ElementType: types.StringType, Optional: true, Computed: true, Default: setdefault.StaticValue(upstream),
			MarkdownDescription: "Names of signing keys: clients do not push paths that these have signed. Default `[\"cache.nixos.org-1\"]`.",
			Validators:          []validator.Set{setvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))},
		},
		"retention_seconds": schema.Int64Attribute{
			Optional:            true,
			MarkdownDescription: "Seconds after the last access that paths are kept, like `90 * 86400`; `0` for ever. Default: what the server's own configuration says.",
			Validators:          []validator.Int64{int64validator.Between(0, atticwire.MaxRetentionSeconds)},
		},
		"signing_key_wo": schema.StringAttribute{
			Optional: true, WriteOnly: true,
			MarkdownDescription: "Secret key that signs the paths, `NAME:BASE64` as `nix key generate-secret` prints it; may be ephemeral, and is in no state and no plan. It is sent when the cache is made and when `signing_key_revision` changes. Default: the server makes one, named like the cache.",
			Validators:          []validator.String{checked("a secret key of Nix", checkSigningKey)},
		},
		"signing_key_revision": schema.Int64Attribute{
			Optional:            true,
			MarkdownDescription: "Any number; changing it replaces the signing key by `signing_key_wo` or, without that, by a new one. Clients must then trust the new public key. Default: none.",
		},
		"force_destroy": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			MarkdownDescription: "Whether destroying or replacing the resource may delete the cache, with all its paths and its key. It must have been applied before. Default `false`.",
		},
	}
}

func checkStoreDir(s string) error {
	if !strings.HasPrefix(s, "/") || strings.HasSuffix(s, "/") || strings.ContainsAny(s, " \t\n") {
		return fmt.Errorf("store directory %q must be an absolute path without a slash at the end", s)
	}
	return nil
}

// checkSigningKey says nothing of the key.
func checkSigningKey(s string) error {
	if _, err := signature.LoadSecretKey(s); err != nil {
		return fmt.Errorf("the signing key must be NAME:BASE64 of an ed25519 secret key, as `nix key generate-secret` prints it")
	}
	return nil
}

// ValidateConfig refuses a key that would never be sent again.
func (r *atticCacheResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m atticCacheModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if !resp.Diagnostics.HasError() && !m.SigningKey.IsNull() && m.SigningKeyRevision.IsNull() {
		resp.Diagnostics.AddAttributeError(path.Root("signing_key_revision"), "Key without a revision",
			"OpenTofu cannot see when signing_key_wo changes: set signing_key_revision = 1, and raise it with every new key.")
	}
}
