package testprovider

import (
	"context"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	dataschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	ephemeralschema "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// objectTypes has an attribute that is called as what snapshots leave out.
func objectTypes() map[string]attr.Type {
	return map[string]attr.Type{"description": types.StringType, "count": types.NumberType}
}

// lookup is a data source.
type lookup struct{ region string }

type lookupModel struct {
	Key    types.String `tfsdk:"key"`
	Value  types.String `tfsdk:"value"`
	Count  types.Number `tfsdk:"total"`
	Ready  types.Bool   `tfsdk:"ready"`
	Hosts  types.List   `tfsdk:"hosts"`
	Labels types.Map    `tfsdk:"labels"`
	Meta   types.Object `tfsdk:"meta"`
}

func (*lookup) Metadata(_ context.Context, _ datasource.MetadataRequest, r *datasource.MetadataResponse) {
	r.TypeName = "rich_lookup"
}

func (*lookup) Schema(_ context.Context, _ datasource.SchemaRequest, r *datasource.SchemaResponse) {
	r.Schema = dataschema.Schema{Attributes: map[string]dataschema.Attribute{
		"key":    dataschema.StringAttribute{Required: true, Description: "What to look for."},
		"value":  dataschema.StringAttribute{Computed: true},
		"total":  dataschema.NumberAttribute{Computed: true},
		"ready":  dataschema.BoolAttribute{Computed: true},
		"hosts":  dataschema.ListAttribute{Computed: true, ElementType: types.StringType},
		"labels": dataschema.MapAttribute{Computed: true, ElementType: types.StringType},
		"meta":   dataschema.ObjectAttribute{Computed: true, AttributeTypes: objectTypes()},
	}}
}

func (l *lookup) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	l.region, _ = req.ProviderData.(string)
}

func (l *lookup) Read(ctx context.Context, req datasource.ReadRequest, r *datasource.ReadResponse) {
	var m lookupModel
	r.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	m.Value = types.StringValue(l.region + "/" + m.Key.ValueString())
	// Where relative paths count from.
	dir, err := os.Getwd()
	if err != nil {
		r.Diagnostics.AddError("Looking for the working directory", err.Error())
	}
	m.Hosts = types.ListValueMust(types.StringType, []attr.Value{types.StringValue(dir)})
	r.Diagnostics.Append(r.State.Set(ctx, m)...)
}

// ticket is an ephemeral resource.
type ticket struct{}

func (*ticket) Metadata(_ context.Context, _ ephemeral.MetadataRequest, r *ephemeral.MetadataResponse) {
	r.TypeName = "rich_ticket"
}

func (*ticket) Schema(_ context.Context, _ ephemeral.SchemaRequest, r *ephemeral.SchemaResponse) {
	r.Schema = ephemeralschema.Schema{Attributes: map[string]ephemeralschema.Attribute{
		"user":  ephemeralschema.StringAttribute{Required: true, Description: "Whose."},
		"token": ephemeralschema.StringAttribute{Computed: true, Sensitive: true},
	}}
}

func (*ticket) Open(ctx context.Context, req ephemeral.OpenRequest, r *ephemeral.OpenResponse) {
	var m struct {
		User  types.String `tfsdk:"user"`
		Token types.String `tfsdk:"token"`
	}
	r.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	m.Token = types.StringValue("ticket for " + m.User.ValueString())
	r.Diagnostics.Append(r.Result.Set(ctx, m)...)
}

// double is a function.
type double struct{}

func (double) Metadata(_ context.Context, _ function.MetadataRequest, r *function.MetadataResponse) {
	r.Name = "double"
}

func (double) Definition(_ context.Context, _ function.DefinitionRequest, r *function.DefinitionResponse) {
	r.Definition = function.Definition{
		Summary: "Twice a text", Description: "Says it again.",
		Parameters: []function.Parameter{function.StringParameter{Name: "text", Description: "What to say.", AllowNullValue: true}},
		Return:     function.StringReturn{},
	}
}

func (double) Run(ctx context.Context, req function.RunRequest, r *function.RunResponse) {
	var text string
	if r.Error = req.Arguments.Get(ctx, &text); r.Error == nil {
		r.Error = r.Result.Set(ctx, text+text)
	}
}
