package testprovider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// label is a resource that is deprecated as a whole, and does nothing.
type label struct{}

func (label) Metadata(_ context.Context, _ resource.MetadataRequest, r *resource.MetadataResponse) {
	r.TypeName = "rich_label"
}

func (label) Schema(_ context.Context, _ resource.SchemaRequest, r *resource.SchemaResponse) {
	r.Schema = schema.Schema{
		DeprecationMessage: "Use rich_note.",
		Attributes:         map[string]schema.Attribute{"text": schema.StringAttribute{Required: true}},
	}
}

func (label) Create(context.Context, resource.CreateRequest, *resource.CreateResponse) {}
func (label) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (label) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}
func (label) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
