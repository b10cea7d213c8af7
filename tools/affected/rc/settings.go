package rc

import (
	"fmt"
	"strings"
)

// setting is how a build setting is given in a list of flags: its last value, and all
// of them with their places among the other flags, some of which may set it as well.
type setting struct{ last, all string }

// settings takes the build settings out of a list of flags, by label.
func settings(flags []string) (others []string, given map[string]setting) {
	given = map[string]setting{}
	for _, flag := range flags {
		name, value, _ := strings.Cut(strings.TrimPrefix(flag, "--"), "=")
		label := strings.TrimPrefix(name, "no")
		if !strings.HasPrefix(label, "//") && !strings.HasPrefix(label, "@") {
			others = append(others, flag)
			continue
		}
		last := strings.TrimSuffix(name, label) + "=" + value
		given[label] = setting{last, given[label].all + fmt.Sprintf("%d %q ", len(others), last)}
	}
	return others, given
}

// given are the labels of the build settings that two lists of flags give otherwise.
func given(a, b []string) []string {
	_, before := settings(counting(a, Everything))
	_, after := settings(counting(b, Everything))
	var labels []string
	for label, s := range before {
		if after[label] != s {
			labels = append(labels, label)
		}
	}
	for label := range after {
		if _, both := before[label]; !both {
			labels = append(labels, label)
		}
	}
	return labels
}
