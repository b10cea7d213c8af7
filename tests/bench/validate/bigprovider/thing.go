package main

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The size of each resource's schema.
const (
	attributes      = 30
	blocks          = 3
	blockAttributes = 8
)

// thing is a resource type, told by its number.
type thing struct{ number int }

func (t thing) Metadata(_ context.Context, req resource.MetadataRequest, r *resource.MetadataResponse) {
	r.TypeName = fmt.Sprintf("%s_resource_%03d", req.ProviderTypeName, t.number)
}

func (t thing) Schema(_ context.Context, _ resource.SchemaRequest, r *resource.SchemaResponse) {
	top := map[string]schema.Attribute{"id": schema.StringAttribute{Computed: true}}
	for i := range attributes {
		top[fmt.Sprintf("name_%02d", i)] = t.attribute(i)
	}
	nested := map[string]schema.Block{}
	for i := range blocks {
		inner := map[string]schema.Attribute{}
		for j := range blockAttributes {
			inner[fmt.Sprintf("value_%d", j)] = t.attribute(5 * j)
		}
		nested[fmt.Sprintf("block_%d", i)] = schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: inner}}
	}
	r.Schema = schema.Schema{Attributes: top, Blocks: nested}
}

// attribute is one of five kinds in turn, with a text such as real ones have.
func (t thing) attribute(i int) schema.Attribute {
	text := fmt.Sprintf("Attribute %d of resource %d: what it means, which values it takes and since when, in a sentence or two.", i, t.number)
	switch i % 5 {
	case 1:
		return schema.Int64Attribute{Optional: true, Description: text}
	case 2:
		return schema.BoolAttribute{Optional: true, Computed: true, Description: text}
	case 3:
		return schema.ListAttribute{Optional: true, ElementType: types.StringType, Description: text}
	case 4:
		return schema.MapAttribute{Optional: true, ElementType: types.StringType, Description: text}
	}
	return schema.StringAttribute{Optional: true, Description: text}
}

func (thing) Create(context.Context, resource.CreateRequest, *resource.CreateResponse) {}
func (thing) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (thing) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}
func (thing) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
