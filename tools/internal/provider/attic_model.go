package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
)

// atticCacheModel is the resource flywheel_attic_cache as configuration, plan or
// state hold it.
type atticCacheModel struct {
	Name                  types.String `tfsdk:"name"`
	Public                types.Bool   `tfsdk:"public"`
	StoreDir              types.String `tfsdk:"store_dir"`
	Priority              types.Int64  `tfsdk:"priority"`
	UpstreamCacheKeyNames types.Set    `tfsdk:"upstream_cache_key_names"`
	Retention             types.Int64  `tfsdk:"retention_seconds"`
	SigningKey            types.String `tfsdk:"signing_key_wo"`
	SigningKeyRevision    types.Int64  `tfsdk:"signing_key_revision"`
	ForceDestroy          types.Bool   `tfsdk:"force_destroy"`

	ID                  types.String `tfsdk:"id"`
	PublicKey           types.String `tfsdk:"public_key"`
	SubstituterEndpoint types.String `tfsdk:"substituter_endpoint"`
	APIEndpoint         types.String `tfsdk:"api_endpoint"`
}

func (m *atticCacheModel) retention() atticwire.Retention {
	if m.Retention.IsNull() {
		return atticwire.Retention{Global: true}
	}
	return atticwire.Retention{Seconds: uint32(m.Retention.ValueInt64())}
}

// upstream are the names of the keys, sorted.
func (m *atticCacheModel) upstream(ctx context.Context) ([]string, diag.Diagnostics) {
	names := []string{}
	diags := m.UpstreamCacheKeyNames.ElementsAs(ctx, &names, false)
	slices.Sort(names)
	return names, diags
}

func (m *atticCacheModel) createRequest(ctx context.Context, key string) (atticwire.CreateCacheRequest, diag.Diagnostics) {
	names, diags := m.upstream(ctx)
	return atticwire.CreateCacheRequest{
		Keypair: atticwire.Keypair{Secret: key}, IsPublic: m.Public.ValueBool(), StoreDir: m.StoreDir.ValueString(),
		Priority: int32(m.Priority.ValueInt64()), UpstreamCacheKeyNames: names,
	}, diags
}

// change is the request that makes old into m; some is false if there is nothing
// to do. Without a key, another revision asks for a new one.
func (m *atticCacheModel) change(ctx context.Context, old atticCacheModel, key string) (c atticwire.CacheConfig, some bool, diags diag.Diagnostics) {
	if !m.Public.Equal(old.Public) {
		c.IsPublic, some = m.Public.ValueBoolPointer(), true
	}
	if !m.StoreDir.Equal(old.StoreDir) {
		c.StoreDir, some = m.StoreDir.ValueStringPointer(), true
	}
	if !m.Priority.Equal(old.Priority) {
		priority := int32(m.Priority.ValueInt64())
		c.Priority, some = &priority, true
	}
	if !m.UpstreamCacheKeyNames.Equal(old.UpstreamCacheKeyNames) {
		var names []string
		names, diags = m.upstream(ctx)
		c.UpstreamCacheKeyNames, some = &names, true
	}
	if !m.Retention.Equal(old.Retention) {
		period := m.retention()
		c.RetentionPeriod, some = &period, true
	}
	if !m.SigningKeyRevision.Equal(old.SigningKeyRevision) {
		c.Keypair, some = &atticwire.Keypair{Secret: key}, true
	}
	return c, some, diags
}

// setFound takes over what only the server knows.
func (m *atticCacheModel) setFound(c *atticwire.CacheConfig) {
	m.ID = m.Name
	m.PublicKey = types.StringPointerValue(c.PublicKey)
	m.SubstituterEndpoint = types.StringPointerValue(c.SubstituterEndpoint)
	m.APIEndpoint = types.StringPointerValue(c.APIEndpoint)
}

// setConfigured takes over what may have been changed behind our back.
func (m *atticCacheModel) setConfigured(c *atticwire.CacheConfig) {
	m.Public = types.BoolPointerValue(c.IsPublic)
	m.StoreDir = types.StringPointerValue(c.StoreDir)
	m.Priority = types.Int64Null()
	if c.Priority != nil {
		m.Priority = types.Int64Value(int64(*c.Priority))
	}
	m.Retention = types.Int64Null()
	if p := c.RetentionPeriod; p != nil && !p.Global {
		m.Retention = types.Int64Value(int64(p.Seconds))
	}
	names := []attr.Value{}
	if c.UpstreamCacheKeyNames != nil {
		for _, name := range *c.UpstreamCacheKeyNames {
			names = append(names, types.StringValue(name))
		}
	}
	m.UpstreamCacheKeyNames = types.SetValueMust(types.StringType, names)
}
