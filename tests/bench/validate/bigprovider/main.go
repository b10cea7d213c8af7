// Command bigprovider is an OpenTofu provider as large as those of the large clouds,
// for measuring what a check costs with one: five hundred resource types that do
// nothing.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// resources is how many there are: hashicorp/aws had about so many when
// the design was measured.
const resources = 500

func main() {
	err := providerserver.Serve(context.Background(), func() provider.Provider { return big{} },
		providerserver.ServeOpts{Address: "flywheel.invalid/bench/big"})
	if err != nil {
		fmt.Fprintf(os.Stderr, "bigprovider: serving: %v\n", err)
		os.Exit(1)
	}
}

// big is the provider.
type big struct{}

func (big) Metadata(_ context.Context, _ provider.MetadataRequest, r *provider.MetadataResponse) {
	r.TypeName = "big"
}

func (big) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse)          {}
func (big) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}
func (big) DataSources(context.Context) []func() datasource.DataSource                        { return nil }

func (big) Resources(context.Context) []func() resource.Resource {
	all := make([]func() resource.Resource, resources)
	for i := range all {
		all[i] = func() resource.Resource { return thing{i} }
	}
	return all
}
