package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/gloriousflywheel/flywheel/tools/internal/provider"
)

// server is the provider as OpenTofu talks to it.
func server(t *testing.T) tfprotov6.ProviderServer {
	t.Helper()
	s, err := providerserver.NewProtocol6WithError(provider.New(func() string { return "/nowhere/cached" })())()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func schemas(t *testing.T, s tfprotov6.ProviderServer) *tfprotov6.GetProviderSchemaResponse {
	t.Helper()
	resp, err := s.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatalf("GetProviderSchema: %v, %v", err, resp.Diagnostics)
	}
	return resp
}

func TestEverythingIsDocumented(t *testing.T) {
	resp := schemas(t, server(t))
	all := map[string]*tfprotov6.Schema{}
	for name, s := range resp.ResourceSchemas {
		all["resource "+name] = s
	}
	for name, s := range resp.DataSourceSchemas {
		all["data source "+name] = s
	}
	for name, s := range resp.EphemeralResourceSchemas {
		all["ephemeral resource "+name] = s
	}
	if len(all) != 5 {
		t.Fatalf("%d schemas; want two resources, two data sources and an ephemeral resource", len(all))
	}
	for name, s := range all {
		if s.Block.Description == "" {
			t.Errorf("%s is not documented", name)
		}
		undocumented(t, name, s.Block.Attributes)
	}
}

func undocumented(t *testing.T, where string, attributes []*tfprotov6.SchemaAttribute) {
	for _, a := range attributes {
		if !strings.HasSuffix(a.Description, ".") {
			t.Errorf("%s, attribute %s: description %q is not a sentence", where, a.Name, a.Description)
		}
		if a.Sensitive && !strings.HasPrefix(where, "ephemeral ") {
			t.Errorf("%s, attribute %s is sensitive: secrets do not belong in the state at all", where, a.Name)
		}
		if a.NestedType != nil {
			undocumented(t, where+"."+a.Name, a.NestedType.Attributes)
		}
	}
}

func TestValidation(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	str := func(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
	num := func(n int) tftypes.Value { return tftypes.NewValue(tftypes.Number, n) }
	unknown := tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	for _, c := range []struct {
		name   string
		set    map[string]tftypes.Value
		want   string
		reason string
	}{
		{"defaults", nil, "", "only data_dir is required"},
		{"home", map[string]tftypes.Value{"data_dir": str("~/cache")}, "", "~/ is expanded"},
		{"relative", map[string]tftypes.Value{"data_dir": str("cache")}, "neither absolute", "relative to which directory?"},
		{"root", map[string]tftypes.Value{"data_dir": str("/")}, "root of the file system", "destroy_data would be the end"},
		{"no port", map[string]tftypes.Value{"http_address": str("127.0.0.1")}, "is not host:port", ""},
		{"open", map[string]tftypes.Value{"http_address": str("0.0.0.0:8380")}, "is not loopback and auth is \"none\"", "everybody could write"},
		{"open with token", map[string]tftypes.Value{"http_address": str("0.0.0.0:8380"), "auth": str("token")}, "", "a token guards it"},
		{"open, auth unknown", map[string]tftypes.Value{"http_address": str("0.0.0.0:8380"), "auth": unknown}, "", "it may turn out to be token"},
		{"same address", map[string]tftypes.Value{"grpc_address": str("127.0.0.1:8380")}, "cannot share", "one is the default of the other"},
		{"size without unit", map[string]tftypes.Value{"max_size": str("50")}, "is not a whole number with a unit", ""},
		{"small size", map[string]tftypes.Value{"max_size": str("1KB")}, "below the least size", "the server refuses it"},
		{"no retention", map[string]tftypes.Value{"bazel_retention_days": num(0)}, "must be between 1 and", ""},
		{"auth", map[string]tftypes.Value{"auth": str("password")}, `value must be one of: ["none" "token"]`, ""},
		{"sync", map[string]tftypes.Value{"sync": str("never")}, `value must be one of: ["group" "each"]`, ""},
		{"sync each", map[string]tftypes.Value{"sync": str("each")}, "", "the other of the two"},
		{"timeout", map[string]tftypes.Value{"start_timeout": str("30")}, "must be a duration", "no unit"},
		{"long timeout", map[string]tftypes.Value{"start_timeout": str("90m")}, "must be a duration", "more than an hour"},
		{"endpoint", map[string]tftypes.Value{"caches": caches("metrics", 1)}, "is taken by the server itself", ""},
		{"path", map[string]tftypes.Value{"caches": caches("a/b", 1)}, "must begin with a letter or digit", ""},
		{"cache retention", map[string]tftypes.Value{"caches": caches("main", 0)}, "must be between 1 and", ""},
		{"cache", map[string]tftypes.Value{"caches": caches("main", 1)}, "", "the rest has defaults"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := validate(t, c.set)
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("diagnostics %q; want %q (%s)", got, c.want, c.reason)
			}
		})
	}
}

func cacheType() tftypes.Object {
	return tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"priority": tftypes.Number, "retention_days": tftypes.Number, "public": tftypes.Bool,
	}}
}

func caches(name string, days int) tftypes.Value {
	return tftypes.NewValue(tftypes.Map{ElementType: cacheType()}, map[string]tftypes.Value{
		name: tftypes.NewValue(cacheType(), map[string]tftypes.Value{
			"priority": tftypes.NewValue(tftypes.Number, nil), "public": tftypes.NewValue(tftypes.Bool, nil),
			"retention_days": tftypes.NewValue(tftypes.Number, days),
		}),
	})
}

// validate gives the diagnostics of a resource with the given attributes.
func validate(t *testing.T, set map[string]tftypes.Value) string {
	t.Helper()
	const name = "flywheel_local_cache"
	s := server(t)
	typ := schemas(t, s).ResourceSchemas[name].ValueType().(tftypes.Object)
	values := map[string]tftypes.Value{}
	for attribute, at := range typ.AttributeTypes {
		values[attribute] = tftypes.NewValue(at, nil)
	}
	values["data_dir"] = tftypes.NewValue(tftypes.String, "/data")
	for attribute, v := range set {
		values[attribute] = v
	}
	config, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, values))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := s.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: name, Config: &config})
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, d := range resp.Diagnostics {
		if d.Attribute == nil {
			t.Errorf("diagnostic %q names no attribute", d.Summary)
		}
		text.WriteString(d.Summary + ": " + d.Detail + "\n")
	}
	return text.String()
}
