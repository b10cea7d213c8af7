package moduledocs

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// writeJSON writes a value as indented JSON, numbers exactly and <, > and & as
// they are. lineEnd is a line feed and the indentation of the value.
func writeJSON(b *strings.Builder, v cty.Value, lineEnd string) {
	t := v.Type()
	switch {
	case v.IsNull():
		b.WriteString("null")
	case t == cty.Bool:
		b.WriteString(map[bool]string{true: "true", false: "false"}[v.True()])
	case t == cty.Number:
		b.WriteString(v.AsBigFloat().Text('f', -1))
	case t == cty.String:
		b.WriteString(quote(v.AsString()))
	case t.IsObjectType() || t.IsMapType():
		writeAll(b, v, "{}", lineEnd, true)
	default:
		writeAll(b, v, "[]", lineEnd, false)
	}
}

// writeAll writes the elements of a collection, sorted by key where it has keys.
func writeAll(b *strings.Builder, v cty.Value, brackets, lineEnd string, keys bool) {
	if v.LengthInt() == 0 {
		b.WriteString(brackets)
		return
	}
	sep := brackets[:1]
	for key, element := range v.Elements() {
		b.WriteString(sep + lineEnd + "  ")
		if keys {
			b.WriteString(quote(key.AsString()) + ": ")
		}
		writeJSON(b, element, lineEnd+"  ")
		sep = ","
	}
	b.WriteString(lineEnd + brackets[1:])
}

func quote(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	// A string always has JSON, and a buffer takes it.
	_ = enc.Encode(s)
	return strings.TrimSuffix(b.String(), "\n")
}
