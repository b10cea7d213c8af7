package provider

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
	"github.com/gloriousflywheel/flywheel/tools/internal/localcache"
)

// addEnsureError turns an error of localcache.Ensure into a diagnostic that
// names the attribute and the remedy.
func addEnsureError(diags *diag.Diagnostics, err error, cfg cacheconfig.Config) {
	var port *localcache.PortError
	var start *localcache.StartError
	switch {
	case errors.As(err, &port):
		attribute := "http_address"
		if port.Address == cfg.GRPCAddress {
			attribute = "grpc_address"
		}
		diags.AddAttributeError(path.Root(attribute), "Address cannot be used",
			fmt.Sprintf("Cannot listen on %s: %s. Stop that, or choose another %s.", port.Address, port.Reason, attribute))
	case errors.As(err, &start):
		diags.AddError("Server did not become healthy", startDetail(start))
	case errors.Is(err, localcache.ErrBinaryChanged):
		diags.AddAttributeError(path.Root("binary"), "Server program changed", capital(err.Error())+". Make a new plan.")
	default:
		diags.AddError("Server cannot be installed", capital(err.Error())+".")
	}
}

func startDetail(e *localcache.StartError) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s. The process has been stopped again and the data kept; apply again once the cause is removed (start_timeout gives it longer).\n", capital(e.Reason))
	if len(e.LogTail) == 0 {
		fmt.Fprintf(&b, "It wrote nothing to its log, %s.", e.LogFile)
		return b.String()
	}
	fmt.Fprintf(&b, "The last lines of its log, %s:\n\n", e.LogFile)
	for _, line := range e.LogTail {
		fmt.Fprintf(&b, "  %s\n", line)
	}
	return b.String()
}
