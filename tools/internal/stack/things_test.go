//go:build bazel

package stack_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const (
	// thingsAddress is the provider that this program is where tofu starts it.
	thingsAddress = "registry.opentofu.org/example/kubernetes"
	// thingsDir names the directory in which a thing is a file. A second one of a
	// name is an error there, as in Kubernetes.
	thingsDir = "STACK_TEST_THINGS"
	// startedByTofu is set for every plugin.
	startedByTofu = "TF_PLUGIN_MAGIC_COOKIE"
)

func serveThings() error {
	return providerserver.Serve(context.Background(), func() provider.Provider { return things{} },
		providerserver.ServeOpts{Address: thingsAddress, ProtocolVersion: 6})
}

type things struct{}

func (things) Metadata(_ context.Context, _ provider.MetadataRequest, r *provider.MetadataResponse) {
	r.TypeName = "kubernetes"
}
func (things) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse)          {}
func (things) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}
func (things) DataSources(context.Context) []func() datasource.DataSource                        { return nil }
func (things) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return thing{} }}
}

// thing has its names where Kubernetes' objects have them. One that is slow is
// there at once, and is made when the file "go" is.
type thing struct{}

type thingModel struct {
	ID       types.String `tfsdk:"id"`
	Slow     types.Bool   `tfsdk:"slow"`
	Metadata []struct {
		Name      types.String `tfsdk:"name"`
		Namespace types.String `tfsdk:"namespace"`
	} `tfsdk:"metadata"`
}

func (thing) Metadata(_ context.Context, _ resource.MetadataRequest, r *resource.MetadataResponse) {
	r.TypeName = "kubernetes_thing"
}

func (thing) Schema(_ context.Context, _ resource.SchemaRequest, r *resource.SchemaResponse) {
	r.Schema = schema.Schema{
		Attributes: map[string]schema.Attribute{
			"id":   schema.StringAttribute{Computed: true},
			"slow": schema.BoolAttribute{Optional: true},
		},
		Blocks: map[string]schema.Block{"metadata": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{
			Attributes: map[string]schema.Attribute{
				"name":      schema.StringAttribute{Required: true},
				"namespace": schema.StringAttribute{Required: true},
			},
		}}},
	}
}

func thingFile(id string) string {
	return filepath.Join(os.Getenv(thingsDir), strings.ReplaceAll(id, "/", "."))
}

func (thing) Create(ctx context.Context, req resource.CreateRequest, r *resource.CreateResponse) {
	var m thingModel
	r.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	m.ID = types.StringValue(m.Metadata[0].Namespace.ValueString() + "/" + m.Metadata[0].Name.ValueString())
	file, err := os.OpenFile(thingFile(m.ID.ValueString()), os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		r.Diagnostics.AddError("things "+m.ID.String()+" already exists", err.Error())
		return
	}
	file.Close()
	for _, err := os.Stat(thingFile("go")); m.Slow.ValueBool() && err != nil; _, err = os.Stat(thingFile("go")) {
		time.Sleep(50 * time.Millisecond)
	}
	r.Diagnostics.Append(r.State.Set(ctx, m)...)
}

func (thing) ImportState(ctx context.Context, req resource.ImportStateRequest, r *resource.ImportStateResponse) {
	resource.ImportStatePassthroughID(ctx, path.Root("id"), req, r)
}

func (thing) Read(ctx context.Context, req resource.ReadRequest, r *resource.ReadResponse) {
	var m thingModel
	r.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if _, err := os.Stat(thingFile(m.ID.ValueString())); err != nil {
		r.State.RemoveResource(ctx)
		return
	}
	namespace, name, _ := strings.Cut(m.ID.ValueString(), "/")
	m.Metadata = make([]struct {
		Name      types.String `tfsdk:"name"`
		Namespace types.String `tfsdk:"namespace"`
	}, 1)
	m.Metadata[0].Name, m.Metadata[0].Namespace = types.StringValue(name), types.StringValue(namespace)
	r.Diagnostics.Append(r.State.Set(ctx, m)...)
}

func (thing) Update(ctx context.Context, req resource.UpdateRequest, r *resource.UpdateResponse) {
	r.State.Raw = req.Plan.Raw
	var id types.String
	r.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("id"), &id)...)
	r.Diagnostics.Append(r.State.SetAttribute(ctx, path.Root("id"), id)...)
}

func (thing) Delete(ctx context.Context, req resource.DeleteRequest, r *resource.DeleteResponse) {
	var m thingModel
	r.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if err := os.Remove(thingFile(m.ID.ValueString())); err != nil {
		r.Diagnostics.AddError("removing", err.Error())
	}
}
