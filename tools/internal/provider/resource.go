package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/gloriousflywheel/flywheel/tools/internal/localcache"
)

// cacheResource is flywheel_local_cache.
type cacheResource struct {
	binary func() string
}

// Metadata names the resource type.
func (r *cacheResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_local_cache"
}

// Create installs and starts the server, or adopts one. A failure saves no
// state: a tainted resource would be destroyed, possibly with its data, while
// creating it again takes up what is there.
func (r *cacheResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.Diagnostics.Append(r.bring(ctx, req.Plan, &resp.State)...)
}

// Update restarts the server where program or configuration changed, and
// starts a dead one. After a failure the old state stays; the next refresh
// compares it with what is there.
func (r *cacheResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.Diagnostics.Append(r.bring(ctx, req.Plan, &resp.State)...)
}

// bring makes the world as planned, and the state as the world then is.
func (r *cacheResource) bring(ctx context.Context, plan tfsdk.Plan, state *tfsdk.State) diag.Diagnostics {
	var m cacheModel
	diags := plan.Get(ctx, &m)
	if !diags.HasError() {
		diags.Append(r.ensure(ctx, &m)...)
	}
	if !diags.HasError() {
		diags.Append(state.Set(ctx, &m)...)
	}
	return diags
}

// ensure brings the planned server about and completes the model.
func (r *cacheResource) ensure(ctx context.Context, m *cacheModel) diag.Diagnostics {
	cfg, known, diags := m.config(ctx)
	if diags.HasError() {
		return diags
	}
	timeout, err := time.ParseDuration(m.StartTimeout.ValueString())
	if err != nil || !known {
		diags.AddError("Incomplete plan", "The plan has values that are still unknown at apply. Make a new plan.")
		return diags
	}
	wanted := localcache.Wanted{Config: cfg, Binary: r.binaryPath(m), BinarySHA256: m.BinarySHA256.ValueString(), Timeout: timeout}
	if m.BinarySHA256.IsUnknown() {
		diags.Append(r.planBinary(m, nil)...)
		wanted.BinarySHA256 = m.BinarySHA256.ValueString()
	}
	if diags.HasError() {
		return diags
	}
	status, err := localcache.Ensure(ctx, wanted)
	if err != nil {
		addEnsureError(&diags, err, cfg)
		return diags
	}
	data, err := localcache.Encode(cfg)
	if err != nil {
		diags.AddError("Configuration cannot be written", fmt.Sprintf("%v.", err))
		return diags
	}
	m.setDerived(cfg)
	m.ConfigSHA256 = types.StringValue(localcache.SHA256(data))
	m.Running = types.BoolValue(true)
	m.NixPublicKeys = stringMap(status.PublicKeys())
	return diags
}

// Read finds out what is true: the data directory may be gone, the server
// dead, and its program or configuration edited or replaced.
func (r *cacheResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m cacheModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	dir, err := localcache.NewDir(m.DataDir.ValueString())
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("data_dir"), "Unusable data directory", capital(err.Error())+".")
		return
	}
	st, err := localcache.Inspect(ctx, dir, m.knownAddresses()...)
	if err != nil {
		resp.Diagnostics.AddError("Data directory cannot be read", capital(err.Error())+". Check the owner and mode of "+string(dir)+".")
		return
	}
	if st == nil {
		resp.State.RemoveResource(ctx)
		return
	}
	resp.Diagnostics.Append(m.setFound(ctx, dir, st)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
	}
}

func (m *cacheModel) knownAddresses() []string {
	if m.HTTPAddress.IsNull() {
		return nil
	}
	return []string{m.HTTPAddress.ValueString()}
}

// setFound takes over what was found of the server.
func (m *cacheModel) setFound(ctx context.Context, dir localcache.Dir, st *localcache.State) diag.Diagnostics {
	var diags diag.Diagnostics
	if st.Config != nil {
		if err := m.setConfig(st.Config); err != nil {
			diags.AddWarning("Configuration was edited", capital(err.Error())+": "+dir.ConfigFile()+" cannot be shown as attributes. The difference is in config_sha256; apply writes the file anew.")
		}
	}
	cfg, known, more := m.config(ctx)
	diags.Append(more...)
	if diags.HasError() {
		return diags
	}
	if known {
		cfg.DataDir = string(dir)
		m.setDerived(cfg)
	}
	m.ID = types.StringValue(string(dir))
	m.Running = types.BoolValue(st.Running)
	m.BinarySHA256 = textOrNull(st.BinarySHA256.String())
	m.ConfigSHA256 = textOrNull(st.ConfigSHA256.String())
	for file, there := range map[*types.String]bool{&m.TokenFile: st.HasToken, &m.CredentialHelper: st.HasHelper, &m.NetrcFile: st.HasNetrc} {
		if !there {
			*file = types.StringNull()
		}
	}
	if st.Running {
		m.NixPublicKeys = stringMap(st.Status.PublicKeys())
	} else if !m.keysPresent(dir) {
		m.NixPublicKeys = types.MapNull(types.StringType)
	}
	return diags
}

// keysPresent says whether the keys in the state can still be what a started
// server will have: it makes a missing key anew.
func (m *cacheModel) keysPresent(dir localcache.Dir) bool {
	for name := range m.NixPublicKeys.Elements() {
		if !dir.HasKey(name) {
			return false
		}
	}
	return true
}

// Delete stops and uninstalls the server.
func (r *cacheResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m cacheModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	dir, err := localcache.NewDir(m.DataDir.ValueString())
	if err == nil {
		err = localcache.Remove(ctx, dir, m.DestroyData.ValueBool(), m.knownAddresses()...)
	}
	if err != nil {
		resp.Diagnostics.AddError("Server cannot be removed", capital(err.Error())+". What remains is still in the state: put this right and destroy again.")
	}
}

// ImportState takes over a data directory; Read fills in the rest.
func (r *cacheResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	dir, err := localcache.NewDir(req.ID)
	if err != nil {
		resp.Diagnostics.AddError("Unusable import ID", capital(err.Error())+". Import by data directory: tofu import flywheel_local_cache.this /path/to/data")
		return
	}
	if err := importable(dir); err != nil {
		resp.Diagnostics.AddError("Nothing to import", capital(err.Error())+".")
		return
	}
	for name, value := range map[string]any{
		"id": string(dir), "data_dir": req.ID, "destroy_data": false, "start_timeout": defaultStartTimeout,
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
}

func importable(dir localcache.Dir) error {
	exists, err := dir.Exists()
	if err != nil {
		return err
	}
	if !exists {
		return fmt.Errorf("there is no directory %q", string(dir))
	}
	return dir.CheckOwn()
}
