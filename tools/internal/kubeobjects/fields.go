package kubeobjects

import (
	"strconv"
	"strings"
)

// setField converts one attribute or block and sets it in its object. Unset and
// unknown ones are left out.
func setField(object map[string]any, parent, name string, v any) {
	if v == nil || parent == "metadata" && observed(name) {
		return
	}
	f := fieldOf(parent, name)
	switch v := v.(type) {
	case []any:
		if converted, ok := f.list(v); ok {
			object[f.name] = converted
		}
	case map[string]any:
		// Only an attribute is an object of its own: a map, of which the keys are
		// the user's.
		if m := known(v); len(m) > 0 {
			object[f.name] = m
		}
	case string:
		if v != "" {
			object[f.name] = f.text(v)
		}
	default:
		object[f.name] = v
	}
}

// observed are the parts of metadata that the API server makes.
func observed(name string) bool {
	return name == "generation" || name == "resource_version" || name == "uid" || name == "self_link"
}

func known(m map[string]any) map[string]any {
	out := map[string]any{}
	for key, v := range m {
		if v != nil {
			out[key] = v
		}
	}
	return out
}

// field is how one attribute or block stands in the API.
type field struct {
	// name in the API.
	name string
	// block is the name in the provider, which is the parent of what is in it.
	block string
	// repeated says that it is a list of objects in the API, too: of other blocks
	// there is one at most, and they are objects.
	repeated bool
}

// list converts a list: of blocks, of which each is an object, or of values.
func (f field) list(l []any) (any, bool) {
	if len(l) == 0 {
		return nil, false
	}
	var items []any
	blocks := false
	for _, item := range l {
		m, isObject := item.(map[string]any)
		if !isObject && item != nil {
			items = append(items, item)
			continue
		}
		// An empty block says something: "ingress {}" allows everything.
		blocks = true
		inner := map[string]any{}
		for name, v := range m {
			setField(inner, f.block, name, v)
		}
		items = append(items, inner)
	}
	if blocks && !f.repeated && len(items) == 1 {
		return items[0], true
	}
	return items, true
}

// text converts a string that is something else in the API.
func (f field) text(s string) any {
	base := 10
	switch f.name {
	case "defaultMode", "mode":
		base = 8
	case "fsGroup", "replicas", "runAsGroup", "runAsUser", "tolerationSeconds", "ttlSecondsAfterFinished",
		// Numbers or names, numbers or percentages.
		"port", "targetPort", "maxSurge", "maxUnavailable", "minAvailable":
	default:
		return s
	}
	if n, err := strconv.ParseInt(s, base, 64); err == nil {
		return n
	}
	return s
}

// camel is the API's way to write a name.
func camel(name string) string {
	words := strings.Split(name, "_")
	for i, w := range words[1:] {
		switch w {
		case "":
		case "api", "ip", "ipc", "pid":
			words[i+1] = strings.ToUpper(w)
		case "ips", "urls":
			words[i+1] = strings.ToUpper(w[:len(w)-1]) + "s"
		default:
			words[i+1] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, "")
}
