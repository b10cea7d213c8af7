//go:build bazel

package clientconfig_test

import (
	"bytes"
	"encoding/xml"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// nugetConfig has the elements and attributes of learn.microsoft.com, "nuget.config reference", that the module may write.
type nugetConfig struct {
	XMLName xml.Name `xml:"configuration"`
	Sources struct {
		Clear *struct{} `xml:"clear"`
		Add   []struct {
			Key      string `xml:"key,attr"`
			Value    string `xml:"value,attr"`
			Protocol string `xml:"protocolVersion,attr"`
		} `xml:"add"`
	} `xml:"packageSources"`
	Mapping struct {
		Clear  *struct{} `xml:"clear"`
		Source []struct {
			Key     string `xml:"key,attr"`
			Package []struct {
				Pattern string `xml:"pattern,attr"`
			} `xml:"package"`
		} `xml:"packageSource"`
	} `xml:"packageSourceMapping"`
}

// nugetNames are all names that such a file may have: the decoder passes over what it does not know.
var nugetNames = map[string]bool{
	"configuration": true, "packageSources": true, "packageSourceMapping": true, "clear": true, "add": true, "packageSource": true, "package": true,
	"key": true, "value": true, "protocolVersion": true, "pattern": true,
}

func TestNuGet(t *testing.T) {
	data, err := os.ReadFile(golden(t, "nuget.config"))
	if err != nil {
		t.Fatal(err)
	}
	checkNames(t, data)
	var config nugetConfig
	if err := xml.Unmarshal(data, &config); err != nil {
		t.Fatal(err)
	}
	if config.Sources.Clear == nil || config.Mapping.Clear == nil {
		t.Error("sources or mapping do not begin with clear: others' would be added")
	}
	sources, patterns := map[string]string{}, map[string][]string{}
	for _, add := range config.Sources.Add {
		sources[add.Key] = add.Value
		if add.Protocol != "3" {
			t.Errorf("source %s has protocol version %q", add.Key, add.Protocol)
		}
	}
	for _, source := range config.Mapping.Source {
		for _, p := range source.Package {
			patterns[source.Key] = append(patterns[source.Key], p.Pattern)
		}
	}
	diff(t, map[string]string{
		"bagetter":  "https://nuget.dev.example.com/v3/index.json",
		"gitlab":    "https://gitlab.dev.example.com/api/v4/groups/7/-/packages/nuget/index.json?a=1&b=2",
		"nuget.org": "https://api.nuget.org/v3/index.json",
	}, sources)
	want := map[string][]string{"bagetter": {"Example.*", "Contoso.Core"}, "gitlab": {"Team.*"}, "nuget.org": {"*"}}
	if d := cmp.Diff(want, patterns); d != "" {
		t.Errorf("which package comes from where (-want +got):\n%s", d)
	}
}

func checkNames(t *testing.T, data []byte) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(data))
	for token, err := decoder.Token(); err == nil; token, err = decoder.Token() {
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if !nugetNames[start.Name.Local] {
			t.Errorf("NuGet knows no element %s", start.Name.Local)
		}
		for _, attr := range start.Attr {
			if !nugetNames[attr.Name.Local] {
				t.Errorf("NuGet knows no attribute %s of %s", attr.Name.Local, start.Name.Local)
			}
		}
	}
}
