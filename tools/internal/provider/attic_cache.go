package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/gloriousflywheel/flywheel/tools/internal/atticclient"
	"github.com/gloriousflywheel/flywheel/tools/internal/atticjwt"
	"github.com/gloriousflywheel/flywheel/tools/internal/atticwire"
)

// atticCacheResource is flywheel_attic_cache.
type atticCacheResource struct{ server *atticServer }

// Metadata names the resource type.
func (r *atticCacheResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_attic_cache"
}

// Configure takes the provider's server.
func (r *atticCacheResource) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	r.server, _ = req.ProviderData.(*atticServer)
}

// Create makes the cache. A cache that cannot be completed is removed again:
// what the state does not know must not be there.
func (r *atticCacheResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m, config atticCacheModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...) // write-only values are nowhere else
	client, diags := r.server.need()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	request, diags := m.createRequest(ctx, config.SigningKey.ValueString())
	resp.Diagnostics.Append(diags...)
	name := m.Name.ValueString()
	err := client.Create(ctx, name, request)
	switch {
	case atticclient.Is(err, atticwire.ErrCacheExists):
		resp.Diagnostics.AddAttributeError(path.Root("name"), "The cache exists",
			"There is a cache \""+name+"\" on "+client.Endpoint+" already. Take it over with `tofu import ADDRESS "+name+"`, or choose another name.")
	case err != nil:
		addAtticError(&resp.Diagnostics, client, "creating a cache", atticjwt.CreateCache, name, err)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if diags := m.complete(ctx, client); diags.HasError() {
		resp.Diagnostics.Append(diags...)
		if err := client.Destroy(ctx, name); err != nil {
			addAtticError(&resp.Diagnostics, client, "removing the incomplete cache \""+name+"\" again (remove it by hand, or import it)", atticjwt.DestroyCache, name, err)
		}
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// complete sets the retention, which making a cache cannot, and reads what the
// server made.
func (m *atticCacheModel) complete(ctx context.Context, client *atticclient.Client) (diags diag.Diagnostics) {
	name := m.Name.ValueString()
	if !m.Retention.IsNull() {
		period := m.retention()
		if err := client.Configure(ctx, name, atticwire.CacheConfig{RetentionPeriod: &period}); err != nil {
			addAtticError(&diags, client, "setting the retention of a cache", atticjwt.ConfigureCache|atticjwt.ConfigureRetention, name, err)
			return diags
		}
	}
	got, err := client.Get(ctx, name)
	if err != nil {
		addAtticError(&diags, client, "reading a cache", atticjwt.Pull, name, err)
		return diags
	}
	m.setFound(got)
	return diags
}

// Read asks the server.
func (r *atticCacheResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m atticCacheModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	client, diags := r.server.need()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	got, err := client.Get(ctx, m.Name.ValueString())
	if atticclient.Is(err, atticwire.ErrNoSuchCache) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		addAtticError(&resp.Diagnostics, client, "reading a cache", atticjwt.Pull, m.Name.ValueString(), err)
		return
	}
	m.setConfigured(got)
	m.setFound(got)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// Update changes what differs, in one request.
func (r *atticCacheResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, old, config atticCacheModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &old)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	client, diags := r.server.need()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	change, some, diags := m.change(ctx, old, config.SigningKey.ValueString())
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	name := m.Name.ValueString()
	if some {
		if err := client.Configure(ctx, name, change); err != nil {
			need := atticjwt.ConfigureCache
			if change.RetentionPeriod != nil {
				need |= atticjwt.ConfigureRetention
			}
			addAtticError(&resp.Diagnostics, client, "changing a cache", need, name, err)
			return
		}
	}
	got, err := client.Get(ctx, name)
	if err != nil {
		addAtticError(&resp.Diagnostics, client, "reading a cache", atticjwt.Pull, name, err)
		return
	}
	m.setFound(got)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// Delete removes the cache, if that is allowed.
func (r *atticCacheResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m atticCacheModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	client, diags := r.server.need()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || guarded(&resp.Diagnostics, m) {
		return
	}
	err := client.Destroy(ctx, m.Name.ValueString())
	if err != nil && !atticclient.Is(err, atticwire.ErrNoSuchCache) {
		addAtticError(&resp.Diagnostics, client, "destroying a cache", atticjwt.DestroyCache, m.Name.ValueString(), err)
	}
}
