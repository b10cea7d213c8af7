// Package provider is the OpenTofu provider "flywheel": resources and data
// sources over packages localcache and atticclient, which do the work.
package provider

import (
	"context"
	"os"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Address is the provider's source address, as required_providers names it.
const Address = "registry.opentofu.org/gloriousflywheel/flywheel"

// Version is the version of the provider.
const Version = "0.1.0"

// flywheel is the provider; binary finds the server program to install where
// the configuration names none.
type flywheel struct {
	binary func() string
}

// New gives the constructor that a provider server wants. binary gives the
// path of the server program cached to install by default.
func New(binary func() string) func() provider.Provider {
	return func() provider.Provider { return &flywheel{binary: binary} }
}

// BesideProvider is the path of the file "cached" beside this program: beside
// the name it was called by, which may be a link in a mirror of links, or else
// beside the file itself.
func BesideProvider(arg0, executable string) string {
	var candidates []string
	if filepath.Base(arg0) != arg0 {
		candidates = append(candidates, filepath.Dir(arg0))
	}
	candidates = append(candidates, filepath.Dir(executable))
	for _, dir := range candidates {
		path := filepath.Join(dir, "cached")
		if _, err := os.Stat(path); err == nil {
			return absolute(path)
		}
	}
	return absolute(filepath.Join(candidates[0], "cached"))
}

func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

func (p *flywheel) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "flywheel"
	resp.Version = Version
}

func (p *flywheel) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Runs caches for Bazel and Nix on this machine, and manages the caches of an Attic server. Only the latter needs configuration, which OpenTofu never keeps in a state.",
		Attributes:          atticProviderAttributes(),
	}
}

// Configure finds the Attic server, for what needs one.
func (p *flywheel) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var m atticProviderModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	server, diags := m.server(os.Getenv)
	resp.Diagnostics.Append(diags...)
	resp.ResourceData, resp.DataSourceData = server, server
}

func (p *flywheel) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource { return &cacheResource{binary: p.binary} },
		func() resource.Resource { return &atticCacheResource{} },
	}
}

func (p *flywheel) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		func() datasource.DataSource { return &cacheDataSource{} },
		func() datasource.DataSource { return &atticKeysDataSource{} },
	}
}

// EphemeralResources are those whose values are in no state and no plan.
func (p *flywheel) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{func() ephemeral.EphemeralResource { return &atticTokenResource{} }}
}
