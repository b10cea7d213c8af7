package tofu

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// AnyMirror is a CLI configuration that installs every provider from one mirror: a
// directory, or the address of a network mirror.
func AnyMirror(mirror string) []byte {
	kind, name := "filesystem_mirror", "path"
	if strings.HasPrefix(mirror, "https://") {
		kind, name, mirror = "network_mirror", "url", strings.TrimSuffix(mirror, "/")+"/"
	}
	f := hclwrite.NewEmptyFile()
	install := f.Body().AppendNewBlock("provider_installation", nil).Body()
	install.AppendNewBlock(kind, nil).Body().SetAttributeValue(name, cty.StringVal(strings.TrimPrefix(mirror, "file://")))
	return f.Bytes()
}

// Mirror is a CLI configuration that installs the given addresses from the
// filesystem mirror and every other provider from its registry.
func Mirror(path string, addresses []string) []byte {
	sorted := slices.Sorted(slices.Values(addresses))
	f := hclwrite.NewEmptyFile()
	install := f.Body().AppendNewBlock("provider_installation", nil).Body()
	mirror := install.AppendNewBlock("filesystem_mirror", nil).Body()
	mirror.SetAttributeValue("path", cty.StringVal(path))
	mirror.SetAttributeValue("include", stringList(sorted))
	direct := install.AppendNewBlock("direct", nil).Body()
	direct.SetAttributeValue("exclude", stringList(sorted))
	return f.Bytes()
}

func stringList(items []string) cty.Value {
	if len(items) == 0 {
		return cty.ListValEmpty(cty.String)
	}
	var vals []cty.Value
	for _, item := range items {
		vals = append(vals, cty.StringVal(item))
	}
	return cty.ListVal(vals)
}

// ProviderBinary is the name of a provider's program, by which it may know itself.
func ProviderBinary(address string) string {
	return "terraform-provider-" + address[strings.LastIndexByte(address, '/')+1:]
}

// MirrorPath is the directory, below a filesystem mirror in unpacked layout,
// of one provider's version for a platform; the binary in it is
// ProviderBinary(address) + "_v" + version.
func MirrorPath(address, version, platform string) string {
	return address + "/" + version + "/" + platform
}
