package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticjwt"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
)

// atticKeysDataSource is the data source flywheel_attic_public_keys.
type atticKeysDataSource struct{ server *atticServer }

type atticKeysModel struct {
	Caches       types.Set `tfsdk:"caches"`
	PublicKeys   types.Map `tfsdk:"public_keys"`
	Substituters types.Map `tfsdk:"substituter_endpoints"`
}

// Metadata names the data source.
func (d *atticKeysDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_attic_public_keys"
}

// Configure takes the provider's server.
func (d *atticKeysDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	d.server, _ = req.ProviderData.(*atticServer)
}

// Schema describes the data source.
func (d *atticKeysDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What nix.conf needs of caches on an Attic server. Public caches need no token, others one with the permission `pull`.",
		Attributes: map[string]schema.Attribute{
			"caches": schema.SetAttribute{Required: true, ElementType: types.StringType, MarkdownDescription: "Names of the caches.",
				Validators: []validator.Set{setvalidator.ValueStringsAre(checked("the name of a cache", cacheconfig.CheckCacheName))}},
			"public_keys":           schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Public key of each cache, for `trusted-public-keys`, by name."},
			"substituter_endpoints": schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "URL of each cache, for `substituters`, by name."},
		},
	}
}

// Read asks the server for each cache.
func (d *atticKeysDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m atticKeysModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	var names []string
	resp.Diagnostics.Append(m.Caches.ElementsAs(ctx, &names, false)...)
	client, diags := d.server.need()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	keys, endpoints := map[string]string{}, map[string]string{}
	for _, name := range names {
		c, err := client.Get(ctx, name)
		if err != nil {
			addAtticError(&resp.Diagnostics, client, "reading a cache", atticjwt.Pull, name, err)
			continue
		}
		if c.PublicKey != nil {
			keys[name] = *c.PublicKey
		}
		if c.SubstituterEndpoint != nil {
			endpoints[name] = *c.SubstituterEndpoint
		}
	}
	m.PublicKeys, m.Substituters = stringMap(keys), stringMap(endpoints)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
	}
}
