//go:build bazel

package check_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// TestMain serves the provider "demo", or "strict" by another name, when tofu
// starts this program as a plugin: the test binary is its own fixture.
func TestMain(m *testing.M) {
	if os.Getenv("TF_PLUGIN_MAGIC_COOKIE") == "" {
		os.Exit(m.Run())
	}
	name := strings.TrimPrefix(filepath.Base(os.Args[0]), "terraform-provider-")
	err := providerserver.Serve(context.Background(), func() provider.Provider { return demo{name} },
		providerserver.ServeOpts{Address: "registry.opentofu.org/example/" + name})
	if err != nil {
		os.Stderr.WriteString(err.Error())
		os.Exit(1)
	}
}

// demoProviders are the spec's entries for the providers, version 1.2.3.
func demoProviders(t *testing.T) []spec.Provider {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return []spec.Provider{{
		Label: "//demo:provider", Address: "registry.opentofu.org/example/demo", Version: "1.2.3", Platform: "any",
		Binary: exe, Data: []spec.File{{Path: "testdata/beside.txt", Dest: "beside.txt"}},
	}, {
		Label: "//strict:provider", Address: "registry.opentofu.org/example/strict", Version: "1.2.3", Platform: "any", Binary: exe,
	}}
}

// demo is a provider; named strict, it cannot do without configuration.
type demo struct{ name string }

func (d demo) Metadata(_ context.Context, _ provider.MetadataRequest, r *provider.MetadataResponse) {
	r.TypeName = d.name
}

func (d demo) Schema(_ context.Context, _ provider.SchemaRequest, r *provider.SchemaResponse) {
	if d.name == "strict" {
		r.Schema.Attributes = map[string]providerschema.Attribute{"token": providerschema.StringAttribute{Required: true}}
	}
}

func (demo) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}
func (demo) DataSources(context.Context) []func() datasource.DataSource                        { return nil }
func (demo) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return thing{} }}
}

// thing tells what lies beside the plugin's program.
type thing struct{}

type thingModel struct {
	Name   types.String `tfsdk:"name"`
	Beside types.String `tfsdk:"beside"`
}

func (thing) Metadata(_ context.Context, req resource.MetadataRequest, r *resource.MetadataResponse) {
	r.TypeName = req.ProviderTypeName + "_thing"
}

func (thing) Schema(_ context.Context, _ resource.SchemaRequest, r *resource.SchemaResponse) {
	r.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"name":   schema.StringAttribute{Required: true},
		"beside": schema.StringAttribute{Computed: true},
	}}
}

func (thing) Create(ctx context.Context, req resource.CreateRequest, r *resource.CreateResponse) {
	var m thingModel
	r.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	exe, err := os.Executable()
	if err != nil {
		r.Diagnostics.AddError("Looking for the program", err.Error())
		return
	}
	data, err := os.ReadFile(filepath.Join(filepath.Dir(exe), "beside.txt"))
	if err != nil {
		r.Diagnostics.AddError("Reading the data beside the program", err.Error())
		return
	}
	m.Beside = types.StringValue(string(data))
	r.Diagnostics.Append(r.State.Set(ctx, m)...)
}

func (thing) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (thing) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}
func (thing) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
