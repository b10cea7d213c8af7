// Package testprovider is a provider called "rich" for tests, on either
// protocol: of everything that a schema can say it has an example. It keeps
// nothing and reaches nothing.
package testprovider

import (
	"context"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/metaschema"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Address is where tests say that the provider is from.
const Address = "registry.opentofu.org/example/rich"

// Main serves the provider, if OpenTofu or a test started this program as one,
// and says whether it did: a test's own program can be its plugin.
func Main(protocol int) bool {
	if os.Getenv("TF_PLUGIN_MAGIC_COOKIE") == "" {
		return false
	}
	opts := providerserver.ServeOpts{Address: Address, ProtocolVersion: protocol}
	if err := providerserver.Serve(context.Background(), func() provider.Provider { return rich{protocol} }, opts); err != nil {
		os.Stderr.WriteString(err.Error())
		os.Exit(1)
	}
	return true
}

// rich is the provider. Protocol 5 has no nested attributes.
type rich struct{ protocol int }

func (rich) Metadata(_ context.Context, _ provider.MetadataRequest, r *provider.MetadataResponse) {
	r.TypeName = "rich"
}

func (rich) Schema(_ context.Context, _ provider.SchemaRequest, r *provider.SchemaResponse) {
	r.Schema = schema.Schema{
		Description: "A provider for tests.",
		Attributes: map[string]schema.Attribute{
			"region": schema.StringAttribute{Optional: true, MarkdownDescription: "Where *things* are."},
			"token":  schema.StringAttribute{Optional: true, Sensitive: true},
		},
		Blocks: map[string]schema.Block{
			"limits": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
				"rate": schema.NumberAttribute{Optional: true, DeprecationMessage: "Do not limit."},
			}}},
		},
	}
}

func (rich) MetaSchema(_ context.Context, _ provider.MetaSchemaRequest, r *provider.MetaSchemaResponse) {
	r.Schema = metaschema.Schema{Attributes: map[string]metaschema.Attribute{"caller": metaschema.StringAttribute{Optional: true}}}
}

// ValidateConfig refuses the region "nowhere".
func (rich) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, r *provider.ValidateConfigResponse) {
	var region types.String
	r.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("region"), &region)...)
	if region.ValueString() == "nowhere" {
		r.Diagnostics.AddAttributeError(path.Root("region"), "Region does not exist", "There is no region nowhere.")
	}
}

// Configure gives the region to everything; "refused" it refuses.
func (rich) Configure(ctx context.Context, req provider.ConfigureRequest, r *provider.ConfigureResponse) {
	var region types.String
	r.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("region"), &region)...)
	if region.ValueString() == "refused" {
		r.Diagnostics.AddError("Region refused", "It is closed.")
	}
	r.ResourceData, r.DataSourceData, r.EphemeralResourceData = region.ValueString(), region.ValueString(), region.ValueString()
}

func (p rich) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource { return &thing{protocol: p.protocol} },
		func() resource.Resource { return &note{} },
		func() resource.Resource { return label{} },
	}
}

func (rich) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{func() datasource.DataSource { return &lookup{} }}
}

func (rich) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{func() ephemeral.EphemeralResource { return &ticket{} }}
}

func (rich) Functions(context.Context) []func() function.Function {
	return []func() function.Function{func() function.Function { return double{} }}
}
