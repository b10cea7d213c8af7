package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/gloriousflywheel/flywheel/tools/internal/localcache"
)

// ModifyPlan plans every computed attribute from its source, so that a plan
// without changes has none and a plan with changes shows what they are.
func (r *cacheResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var plan cacheModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	var state *cacheModel
	if !req.State.Raw.IsNull() {
		state = &cacheModel{}
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	plan.Running = types.BoolValue(true)
	resp.Diagnostics.Append(r.planBinary(&plan, state)...)
	resp.Diagnostics.Append(planConfig(ctx, &plan, state)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
}

// planBinary names the program that will be installed by its digest. Where
// there is none, an installed one stays: the resource can still be destroyed.
func (r *cacheResource) planBinary(plan, state *cacheModel) diag.Diagnostics {
	var diags diag.Diagnostics
	if plan.Binary.IsUnknown() {
		plan.BinarySHA256 = types.StringUnknown()
		return diags
	}
	sha, err := localcache.HashBinary(r.binaryPath(plan))
	const remedy = ". Set binary to the path of cached (built by `bazel build //tools/cached`), or put cached beside the provider's program."
	switch installed := state.installedBinary(); {
	case err != nil && installed != "":
		plan.BinarySHA256 = types.StringValue(installed)
		diags.AddAttributeWarning(path.Root("binary"), "No server program", capital(err.Error())+"; the installed one stays"+remedy)
		return diags
	case err != nil:
		diags.AddAttributeError(path.Root("binary"), "No server program", capital(err.Error())+remedy)
		return diags
	}
	plan.BinarySHA256 = types.StringValue(sha)
	return diags
}

// installedBinary is the digest of the program on disk as the state knows it
// (see localcache.Digests); "" when there is none.
func (m *cacheModel) installedBinary() string {
	if m == nil {
		return ""
	}
	installed, _, _ := strings.Cut(m.BinarySHA256.ValueString(), " ")
	return installed
}

// binaryPath is where the program to install comes from.
func (r *cacheResource) binaryPath(m *cacheModel) string {
	if !m.Binary.IsNull() {
		return absolute(m.Binary.ValueString())
	}
	return r.binary()
}

func planConfig(ctx context.Context, plan, state *cacheModel) diag.Diagnostics {
	cfg, known, diags := plan.config(ctx)
	if !known || diags.HasError() {
		markUnknown(plan)
		return diags
	}
	data, err := localcache.Encode(cfg)
	if err == nil {
		err = localcache.CheckConfig(cfg)
	}
	if err != nil {
		diags.AddError("Unusable configuration", capital(err.Error())+".")
		return diags
	}
	plan.setDerived(cfg)
	plan.ConfigSHA256 = types.StringValue(localcache.SHA256(data))
	plan.NixPublicKeys = types.MapUnknown(types.StringType)
	if state != nil && state.ID.Equal(plan.ID) && sameNames(state.NixPublicKeys, plan.Caches) {
		plan.NixPublicKeys = state.NixPublicKeys
	}
	return diags
}

// markUnknown leaves for apply what depends on inputs not known yet.
func markUnknown(plan *cacheModel) {
	for _, s := range []*types.String{&plan.ID, &plan.ConfigSHA256, &plan.BazelGRPCURL, &plan.BazelHTTPURL, &plan.LogFile,
		&plan.TokenFile, &plan.CredentialHelper, &plan.NetrcFile} {
		*s = types.StringUnknown()
	}
	plan.NixCacheURLs = types.MapUnknown(types.StringType)
	plan.NixPublicKeys = types.MapUnknown(types.StringType)
}

// sameNames says whether two maps are known and have the same keys.
func sameNames(a, b types.Map) bool {
	if a.IsNull() || a.IsUnknown() || len(a.Elements()) != len(b.Elements()) {
		return false
	}
	for name := range a.Elements() {
		if _, ok := b.Elements()[name]; !ok {
			return false
		}
	}
	return true
}
