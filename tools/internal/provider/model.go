package provider

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
	"github.com/gloriousflywheel/flywheel/tools/internal/localcache"
)

// cacheModel is the resource flywheel_local_cache as configuration, plan or
// state hold it.
type cacheModel struct {
	DataDir            types.String `tfsdk:"data_dir"`
	HTTPAddress        types.String `tfsdk:"http_address"`
	GRPCAddress        types.String `tfsdk:"grpc_address"`
	MaxSize            types.String `tfsdk:"max_size"`
	BazelRetentionDays types.Int64  `tfsdk:"bazel_retention_days"`
	Sync               types.String `tfsdk:"sync"`
	Auth               types.String `tfsdk:"auth"`
	Caches             types.Map    `tfsdk:"caches"`
	Binary             types.String `tfsdk:"binary"`
	DestroyData        types.Bool   `tfsdk:"destroy_data"`
	StartTimeout       types.String `tfsdk:"start_timeout"`

	ID            types.String `tfsdk:"id"`
	Running       types.Bool   `tfsdk:"running"`
	BinarySHA256  types.String `tfsdk:"binary_sha256"`
	ConfigSHA256  types.String `tfsdk:"config_sha256"`
	BazelGRPCURL  types.String `tfsdk:"bazel_grpc_url"`
	BazelHTTPURL  types.String `tfsdk:"bazel_http_url"`
	NixCacheURLs  types.Map    `tfsdk:"nix_cache_urls"`
	NixPublicKeys types.Map    `tfsdk:"nix_public_keys"`
	LogFile       types.String `tfsdk:"log_file"`
	TokenFile     types.String `tfsdk:"token_file"`

	CredentialHelper types.String `tfsdk:"credential_helper"`
	NetrcFile        types.String `tfsdk:"netrc_file"`
}

// cacheEntry is one element of caches.
type cacheEntry struct {
	Priority      types.Int64 `tfsdk:"priority"`
	RetentionDays types.Int64 `tfsdk:"retention_days"`
	Public        types.Bool  `tfsdk:"public"`
}

func cacheObjectType() types.ObjectType {
	return types.ObjectType{AttrTypes: map[string]attr.Type{
		"priority": types.Int64Type, "retention_days": types.Int64Type, "public": types.BoolType,
	}}
}

func cacheObject(c cacheconfig.Cache, days int64) types.Object {
	return types.ObjectValueMust(cacheObjectType().AttrTypes, map[string]attr.Value{
		"priority": types.Int64Value(int64(c.Priority)), "retention_days": types.Int64Value(days), "public": types.BoolValue(c.Public),
	})
}

// config makes the server's configuration of the inputs; known is false while
// any of them is not known yet.
func (m *cacheModel) config(ctx context.Context) (cfg cacheconfig.Config, known bool, diags diag.Diagnostics) {
	for _, v := range []attr.Value{m.DataDir, m.HTTPAddress, m.GRPCAddress, m.MaxSize, m.BazelRetentionDays, m.Sync, m.Auth, m.Caches} {
		if v.IsUnknown() || v.IsNull() {
			return cfg, false, nil
		}
	}
	entries := map[string]cacheEntry{}
	diags = m.Caches.ElementsAs(ctx, &entries, false)
	dir, err := localcache.NewDir(m.DataDir.ValueString())
	if err != nil {
		diags.AddError("Unusable data directory", capital(err.Error())+".")
	}
	size, err := localcache.ParseSize(m.MaxSize.ValueString())
	if err != nil {
		diags.AddError("Unusable size", capital(err.Error())+".")
	}
	cfg = cacheconfig.Config{
		DataDir: string(dir), HTTPAddress: m.HTTPAddress.ValueString(), GRPCAddress: m.GRPCAddress.ValueString(),
		MaxSizeBytes: size, BazelRetention: localcache.Days(m.BazelRetentionDays.ValueInt64()),
		Sync: m.Sync.ValueString(), Auth: m.Auth.ValueString(), Caches: []cacheconfig.Cache{},
	}
	for name, e := range entries {
		if e.Priority.IsUnknown() || e.RetentionDays.IsUnknown() || e.Public.IsUnknown() {
			return cfg, false, diags
		}
		cfg.Caches = append(cfg.Caches, cacheconfig.Cache{Name: name, Priority: int(e.Priority.ValueInt64()),
			Retention: localcache.Days(e.RetentionDays.ValueInt64()), Public: e.Public.ValueBool()})
	}
	return cfg, true, diags
}

// setConfig takes over what the configuration on disk says. A value that means
// the same keeps the form in which the user wrote it.
func (m *cacheModel) setConfig(c *cacheconfig.Config) error {
	days, err := localcache.WholeDays(c.BazelRetention)
	if err != nil {
		return fmt.Errorf("reading bazel_retention: %w", err)
	}
	caches := make(map[string]attr.Value, len(c.Caches))
	for _, cache := range c.Caches {
		days, err := localcache.WholeDays(cache.Retention)
		if err != nil {
			return fmt.Errorf("reading the retention of cache %q: %w", cache.Name, err)
		}
		caches[cache.Name] = cacheObject(cache, days)
	}
	if size, err := localcache.ParseSize(m.MaxSize.ValueString()); err != nil || size != c.MaxSizeBytes {
		m.MaxSize = types.StringValue(localcache.FormatSize(c.MaxSizeBytes))
	}
	m.HTTPAddress = types.StringValue(c.HTTPAddress)
	m.GRPCAddress = types.StringValue(c.GRPCAddress)
	m.Sync = types.StringValue(cmp.Or(c.Sync, cacheconfig.SyncGroup))
	m.Auth = types.StringValue(c.Auth)
	m.BazelRetentionDays = types.Int64Value(days)
	m.Caches = types.MapValueMust(cacheObjectType(), caches)
	return nil
}

// setDerived fills in what follows from the known inputs alone.
func (m *cacheModel) setDerived(cfg cacheconfig.Config) {
	dir := localcache.Dir(cfg.DataDir)
	m.ID = types.StringValue(cfg.DataDir)
	m.LogFile = types.StringValue(dir.LogFile())
	m.TokenFile, m.CredentialHelper, m.NetrcFile = types.StringNull(), types.StringNull(), types.StringNull()
	if cfg.Auth == cacheconfig.AuthToken {
		m.TokenFile = types.StringValue(dir.TokenFile())
		m.CredentialHelper = types.StringValue(dir.CredentialHelper())
		m.NetrcFile = types.StringValue(dir.NetrcFile())
	}
	m.BazelGRPCURL = types.StringValue(localcache.GRPCURL(cfg.GRPCAddress))
	m.BazelHTTPURL = types.StringValue(localcache.HTTPURL(cfg.HTTPAddress))
	urls := make(map[string]string, len(cfg.Caches))
	for _, c := range cfg.Caches {
		urls[c.Name] = localcache.NixCacheURL(cfg.HTTPAddress, c.Name)
	}
	m.NixCacheURLs = stringMap(urls)
}

func stringMap(from map[string]string) types.Map {
	values := make(map[string]attr.Value, len(from))
	for k, v := range from {
		values[k] = types.StringValue(v)
	}
	return types.MapValueMust(types.StringType, values)
}

// textOrNull is null for what is not there.
func textOrNull(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

// capital makes a sentence of an error's clause.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
