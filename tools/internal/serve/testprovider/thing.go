package testprovider

import (
	"context"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// thing is a resource that has every sort of attribute and block. It is for
// schemas and plans; note can be applied.
type thing struct{ protocol int }

func (*thing) Metadata(_ context.Context, _ resource.MetadataRequest, r *resource.MetadataResponse) {
	r.TypeName = "rich_thing"
}

func (t *thing) Schema(_ context.Context, _ resource.SchemaRequest, r *resource.SchemaResponse) {
	member := func() schema.NestedBlockObject {
		return schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{Required: true, Description: "Its name."},
			"ip":   schema.StringAttribute{Computed: true},
			"port": schema.NumberAttribute{Optional: true, Computed: true},
		}}
	}
	r.Schema = schema.Schema{
		Version:             2,
		MarkdownDescription: "A *thing*.",
		Attributes: map[string]schema.Attribute{
			"id":          schema.StringAttribute{Computed: true},
			"name":        schema.StringAttribute{Required: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()}},
			"size":        schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString("small")},
			"description": schema.ObjectAttribute{Optional: true, AttributeTypes: objectTypes()},
			"tags":        schema.MapAttribute{Optional: true, ElementType: types.StringType},
			"zones":       schema.SetAttribute{Optional: true, Computed: true, ElementType: types.StringType},
			"any":         schema.DynamicAttribute{Optional: true, Computed: true},
			"secret":      schema.StringAttribute{Optional: true, WriteOnly: true, Sensitive: true},
			"old":         schema.BoolAttribute{Optional: true, DeprecationMessage: "Use size."},
		},
		Blocks: map[string]schema.Block{
			"listed": schema.ListNestedBlock{NestedObject: member()},
			"either": schema.SetNestedBlock{NestedObject: member()},
			"single": schema.SingleNestedBlock{Attributes: map[string]schema.Attribute{
				"on":    schema.BoolAttribute{Optional: true},
				"state": schema.StringAttribute{Computed: true},
			}},
		},
	}
	if t.protocol >= 6 {
		nestedAttributes(r.Schema.Attributes)
	}
}

func nestedAttributes(attributes map[string]schema.Attribute) {
	member := func() schema.NestedAttributeObject {
		return schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"name":   schema.StringAttribute{Required: true, Description: "Its name."},
			"serial": schema.StringAttribute{Computed: true},
			"secret": schema.StringAttribute{Optional: true},
		}}
	}
	attributes["net"] = schema.SingleNestedAttribute{Optional: true, Attributes: member().Attributes}
	attributes["disks"] = schema.ListNestedAttribute{Optional: true, NestedObject: member()}
	attributes["ports"] = schema.SetNestedAttribute{Optional: true, NestedObject: member()}
	attributes["users"] = schema.MapNestedAttribute{Optional: true, Computed: true, NestedObject: member()}
	attributes["found"] = schema.ListNestedAttribute{Computed: true, NestedObject: member()}
}

// IdentitySchema of a thing is its name.
func (*thing) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, r *resource.IdentitySchemaResponse) {
	r.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"name": identityschema.StringAttribute{RequiredForImport: true, Description: "Its name."},
	}}
}

func (*thing) Create(_ context.Context, _ resource.CreateRequest, r *resource.CreateResponse) {
	r.Diagnostics.AddError("Things cannot be made", "They are for plans.")
}
func (*thing) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (*thing) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}
func (*thing) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// note is a resource that is made at once, in the region of its provider.
type note struct{ region string }

type noteModel struct {
	Text   types.String `tfsdk:"text"`
	Region types.String `tfsdk:"region"`
	Pid    types.Int64  `tfsdk:"pid"`
}

func (*note) Metadata(_ context.Context, _ resource.MetadataRequest, r *resource.MetadataResponse) {
	r.TypeName = "rich_note"
}

func (*note) Schema(_ context.Context, _ resource.SchemaRequest, r *resource.SchemaResponse) {
	r.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"text":   schema.StringAttribute{Required: true},
		"region": schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}},
		"pid":    schema.Int64Attribute{Computed: true, Description: "Process of the provider that made it."},
	}}
}

func (n *note) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	n.region, _ = req.ProviderData.(string)
}

// ValidateConfig refuses the text "bad".
func (*note) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, r *resource.ValidateConfigResponse) {
	var text types.String
	r.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("text"), &text)...)
	if text.ValueString() == "bad" {
		r.Diagnostics.AddAttributeError(path.Root("text"), "Bad text", "The provider's own validator refuses it.")
	}
}

func (n *note) Create(ctx context.Context, req resource.CreateRequest, r *resource.CreateResponse) {
	var m noteModel
	r.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	r.Diagnostics.Append(n.write(&m)...)
	r.Diagnostics.Append(r.State.Set(ctx, m)...)
}

func (n *note) Update(ctx context.Context, req resource.UpdateRequest, r *resource.UpdateResponse) {
	var m noteModel
	r.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	r.Diagnostics.Append(n.write(&m)...)
	r.Diagnostics.Append(r.State.Set(ctx, m)...)
}

// write ends the whole provider at the text "crash", as a bug would.
func (n *note) write(m *noteModel) diag.Diagnostics {
	if m.Text.ValueString() == "crash" {
		panic("rich: out of luck")
	}
	m.Region, m.Pid = types.StringValue(n.region), types.Int64Value(int64(os.Getpid()))
	return nil
}

func (*note) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (*note) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
