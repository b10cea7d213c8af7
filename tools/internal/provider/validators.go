package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
	"github.com/gloriousflywheel/flywheel/tools/internal/localcache"
)

// maxRetentionDays is a hundred years: more would overflow a duration.
const maxRetentionDays = 36500

// minSize is the least size of a server's store, in bytes.
const minSize = 1 << 20

// maxPriority is the largest priority of a Nix cache.
const maxPriority = 65535

// checkedString is a validator made of a function that explains what is wrong.
type checkedString struct {
	what  string
	check func(string) error
}

func checked(what string, check func(string) error) validator.String {
	return checkedString{what: what, check: check}
}

func (v checkedString) Description(context.Context) string         { return "must be " + v.what }
func (v checkedString) MarkdownDescription(context.Context) string { return "must be " + v.what }

func (v checkedString) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := v.check(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Not "+v.what, capital(err.Error())+".")
	}
}

func checkDataDir(s string) error {
	_, err := localcache.NewDir(s)
	return err
}

func checkSize(s string) error {
	n, err := localcache.ParseSize(s)
	if err == nil && n < minSize {
		return fmt.Errorf("size %q is below the least size, 1MiB", s)
	}
	return err
}

func checkTimeout(s string) error {
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 || d > time.Hour {
		return fmt.Errorf("start timeout %q must be a duration above 0 and at most 1h, such as 30s or 2m", s)
	}
	return nil
}

// otherDirectory asks for replacement if the path is another one, not if it is
// the same one in another spelling.
func otherDirectory(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
	old, errOld := localcache.NewDir(req.StateValue.ValueString())
	wanted, errNew := localcache.NewDir(req.PlanValue.ValueString())
	resp.RequiresReplace = req.PlanValue.IsUnknown() || errOld != nil || errNew != nil || old != wanted
}

// ValidateConfig checks what concerns more than one attribute, as far as it is
// known yet.
func (r *cacheResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m cacheModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || m.HTTPAddress.IsUnknown() || m.GRPCAddress.IsUnknown() {
		return
	}
	http := orDefault(m.HTTPAddress, defaultHTTPAddress)
	grpc := orDefault(m.GRPCAddress, defaultGRPCAddress)
	if http == grpc {
		resp.Diagnostics.AddAttributeError(path.Root("grpc_address"), "Addresses are the same",
			fmt.Sprintf("HTTP and gRPC cannot share address %q: give http_address and grpc_address different ports.", http))
	}
	if m.Auth.IsUnknown() || orDefault(m.Auth, cacheconfig.AuthNone) != cacheconfig.AuthNone {
		return
	}
	for name, addr := range map[string]string{"http_address": http, "grpc_address": grpc} {
		if !localcache.IsLoopback(addr) {
			resp.Diagnostics.AddAttributeError(path.Root(name), "Address is open to others",
				fmt.Sprintf("Address %q is not loopback and auth is \"none\": everybody who reaches it could write. Set auth = \"token\", or use 127.0.0.1.", addr))
		}
	}
}

func orDefault(v types.String, def string) string {
	if v.IsNull() {
		return def
	}
	return v.ValueString()
}
