package serve

import (
	"context"
	"fmt"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/plugin"
	"github.com/gloriousflywheel/flywheel/tools/internal/schema"
	"github.com/gloriousflywheel/flywheel/tools/internal/wire"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protowire"
)

// today is a method's name in protocol 6.
func today(name string) string {
	switch name {
	case "GetSchema":
		return "GetProviderSchema"
	case "PrepareProviderConfig":
		return "ValidateProviderConfig"
	case "ValidateResourceTypeConfig":
		return "ValidateResourceConfig"
	case "ValidateDataSourceConfig":
		return "ValidateDataResourceConfig"
	case "Configure":
		return "ConfigureProvider"
	case "Stop":
		return "StopProvider"
	}
	return name
}

// answer answers a call of the provider service.
func (p *provider) answer(ctx context.Context, c *connection, method string, request []byte) ([]byte, error) {
	name := today(method)
	switch {
	case name == "GetProviderSchema":
		return p.served.Schema, nil
	case name == "GetResourceIdentitySchemas" && p.served.Identity != nil:
		return p.served.Identity, nil
	case name == "GetFunctions":
		return p.served.Functions()
	case p.forwarded(name):
		return p.forward(ctx, c, name, plugin.Service(p.protocol)+method, request)
	}
	answer := p.synthetic()[name]
	if answer == nil {
		return nil, status.Errorf(codes.Unimplemented, "%s is not answered from a schema snapshot of %s", method, p.Address)
	}
	return answer(request)
}

// forwarded says whether a method is for the program to answer.
func (p *provider) forwarded(name string) bool {
	switch {
	case p.pool == nil, name == "GetResourceIdentitySchemas":
		return false
	case !p.options.Synthetic, strings.HasPrefix(name, "Validate"):
		return true
	}
	return name == "CallFunction" || name == "UpgradeResourceState" || name == "UpgradeResourceIdentity"
}

func (p *provider) forward(ctx context.Context, c *connection, name, method string, request []byte) ([]byte, error) {
	switch {
	case name == "ConfigureProvider":
		return p.pool.configure(ctx, c, method, request)
	case p.options.DataMarker != "" && (name == "ReadDataSource" || name == "ValidateDataResourceConfig"):
		return p.unmarked(schema.DataSource, name == "ReadDataSource", request, func(request []byte) ([]byte, error) { return p.pool.call(ctx, c, method, request) })
	case p.options.DataMarker != "" && name == "ValidateEphemeralResourceConfig":
		return p.unmarked(schema.Ephemeral, false, request, func(request []byte) ([]byte, error) { return p.pool.call(ctx, c, method, request) })
	}
	return p.pool.call(ctx, c, method, request)
}

// explain makes of a call's error one that OpenTofu shows whole: of a program
// that is gone it would say only that there may be logs.
func explain(running *plugin.Plugin, err error) error {
	if err == nil || status.Code(err) != codes.Unavailable {
		return err
	}
	return status.Error(codes.Internal, running.Explain(err).Error())
}

// synthetic are the methods that are answered from the schema.
func (p *provider) synthetic() map[string]func(request []byte) ([]byte, error) {
	valid := func([]byte) ([]byte, error) { return nil, nil }
	return map[string]func([]byte) ([]byte, error){
		"ValidateProviderConfig":          p.prepared,
		"ValidateResourceConfig":          p.validate(schema.Resource),
		"ValidateDataResourceConfig":      p.validate(schema.DataSource),
		"ValidateEphemeralResourceConfig": p.validate(schema.Ephemeral),
		"ValidateListResourceConfig":      valid,
		"ValidateActionConfig":            valid,
		"ConfigureProvider":               valid,
		"StopProvider":                    valid,
		"RenewEphemeralResource":          valid,
		"CloseEphemeralResource":          valid,
		"UpgradeResourceState":            p.upgrade,
		"UpgradeResourceIdentity":         p.upgradeIdentity,
		"ReadResource":                    p.readResource,
		"PlanResourceChange":              p.plan,
		"ApplyResourceChange":             p.apply,
		"ReadDataSource":                  p.readDataSource,
		"OpenEphemeralResource":           p.openEphemeral,
		"CallFunction":                    p.callFunction,
		"ImportResourceState":             p.refuse("Nothing can be imported from a schema snapshot", 2),
		"MoveResourceState":               p.refuse("No resource can be moved to another type with a schema snapshot", 2),
		"GenerateResourceConfig":          p.refuse("No configuration can be generated from a schema snapshot", 2),
	}
}

// prepared is the answer to the validation of a provider's configuration:
// protocol 5 wants the configuration back.
func (p *provider) prepared(request []byte) ([]byte, error) {
	if p.protocol != 5 {
		return nil, nil
	}
	return wire.Append(nil, 1, wire.Get(request, 1)), nil
}

// upgrade passes a state as it is stored on, as JSON. OpenTofu decodes it by the
// schema: one of an older schema that does not fit is an error there.
func (p *provider) upgrade(request []byte) ([]byte, error) {
	state := wire.Get(request, 3, 1)
	if state == nil {
		return p.diagnostic(2, severityError, "The stored state is too old to be read without the provider",
			"It was written by Terraform 0.11 or older. "+p.realMode()), nil
	}
	return wire.Append(nil, 1, wire.Append(nil, 2, state)), nil
}

func (p *provider) upgradeIdentity(request []byte) ([]byte, error) {
	return wire.Append(nil, 1, wire.Append(nil, 1, wire.Append(nil, 2, wire.Get(request, 3, 1)))), nil
}

// readResource returns the resource as it was: without its provider nothing is
// known of what it has become.
func (p *provider) readResource(request []byte) ([]byte, error) {
	response := wire.Append(nil, 1, wire.Get(request, 2))
	response = appendPresent(response, 3, wire.Get(request, 3))
	return appendPresent(response, 5, wire.Get(request, 6)), nil
}

// apply lets go of what is destroyed, and refuses everything else.
func (p *provider) apply(request []byte) ([]byte, error) {
	name := string(wire.Get(request, 1))
	block, err := p.block(schema.Resource, name)
	if err != nil {
		return p.failed(3, err), nil
	}
	planned, err := decode(wire.Get(request, 3), block.ImpliedType())
	if err != nil {
		return p.failed(3, err), nil
	}
	if planned.IsNull() {
		return wire.Append(nil, 1, wire.Get(request, 3)), nil
	}
	response := wire.Append(nil, 1, wire.Get(request, 2))
	return append(response, p.diagnostic(3, severityError, fmt.Sprintf("%s cannot be applied: its provider is only a schema snapshot", name),
		`Write command = plan into the test's run block, or a mock_provider block for the provider into the test file. `+p.realMode())...), nil
}

// callFunction is refused: any answer would be made up.
func (p *provider) callFunction(request []byte) ([]byte, error) {
	text := fmt.Sprintf("The function %s of %s cannot be called: the provider is only a schema snapshot. %s", wire.Get(request, 1), p.Address, p.realMode())
	return wire.Append(nil, 2, wire.Append(nil, 1, []byte(text))), nil
}

func (p *provider) refuse(summary string, field protowire.Number) func([]byte) ([]byte, error) {
	return func([]byte) ([]byte, error) { return p.diagnostic(field, severityError, summary, p.realMode()), nil }
}

// realMode is the remedy for whatever needs the provider's program.
func (p *provider) realMode() string {
	return fmt.Sprintf(`To run the provider itself, set provider_mode = "real" on the target, or build with --@flywheel//build/tofu:providers=real (%s).`, p.Address)
}

const (
	severityError   = 1
	severityWarning = 2
)

// diagnostic is a response's field with one diagnostic.
func (p *provider) diagnostic(field protowire.Number, severity uint64, summary, detail string) []byte {
	d := wire.AppendUint(nil, 1, severity)
	d = wire.Append(d, 2, []byte(summary))
	d = wire.Append(d, 3, []byte(detail))
	return wire.Append(nil, field, d)
}

// failed is a diagnostic for what should not happen: OpenTofu and the snapshot
// do not fit together.
func (p *provider) failed(field protowire.Number, err error) []byte {
	return p.diagnostic(field, severityError, "The schema snapshot of "+p.Address+" could not be used", err.Error())
}

func appendPresent(out []byte, num protowire.Number, val []byte) []byte {
	if val == nil {
		return out
	}
	return wire.Append(out, num, val)
}
