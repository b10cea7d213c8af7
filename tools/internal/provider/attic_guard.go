package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
)

// guarded refuses to destroy a cache for which that was not allowed before.
func guarded(diags *diag.Diagnostics, m atticCacheModel) bool {
	if m.ForceDestroy.ValueBool() {
		return false
	}
	diags.AddAttributeError(path.Root("force_destroy"), "The cache is protected",
		"Destroying cache \""+m.Name.ValueString()+"\" would delete all its paths and its signing key. If that is meant: set force_destroy = true, apply, and destroy then. To keep the cache and only forget it here: `tofu state rm ADDRESS`, or a `removed` block with `destroy = false`.")
	return true
}

// ModifyPlan refuses early what Delete would refuse late.
func (r *atticCacheResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.State.Raw.IsNull() {
		return
	}
	var state, plan atticCacheModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if req.Plan.Raw.IsNull() {
		guarded(&resp.Diagnostics, state)
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !plan.Name.Equal(state.Name) {
		guarded(&resp.Diagnostics, state)
		return
	}
	if !plan.SigningKeyRevision.Equal(state.SigningKeyRevision) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("public_key"), types.StringUnknown())...)
	}
}

// ImportState takes a cache over by its name; Read fills in the rest.
func (r *atticCacheResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if err := cacheconfig.CheckCacheName(req.ID); err != nil {
		resp.Diagnostics.AddError("Unusable import ID", capital(err.Error())+". Import by the name of the cache: tofu import flywheel_attic_cache.this main")
		return
	}
	for name, value := range map[string]any{"id": req.ID, "name": req.ID, "force_destroy": false} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
}
