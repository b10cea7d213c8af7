package matrix

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"regexp"
)

// definitions are the rules' own attributes, by label: what may decide how a test
// runs or who may use a target, without being in any action.
func (w *Workspace) definitions() (map[string]string, error) {
	out, err := w.Bazel("query", w.targets(":all"), "--output=xml", "--noxml:line_numbers", "--order_output=no")
	if err != nil {
		return nil, err
	}
	// Bazel writes XML 1.1, which differs in what control characters may stand in it.
	out = bytes.Replace(out, []byte(`version="1.1"`), []byte(`version="1.0"`), 1)
	var answer struct {
		Rules []struct {
			Name  string `xml:"name,attr"`
			Class string `xml:"class,attr"`
			Body  []byte `xml:",innerxml"`
		} `xml:"rule"`
	}
	if w.broken && len(out) == 0 {
		return nil, nil
	}
	if err := xml.Unmarshal(out, &answer); err != nil {
		return nil, fmt.Errorf("reading the answer of query: %w", err)
	}
	if len(answer.Rules) == 0 && !w.broken {
		return nil, errors.New("reading the answer of query: it has no rules")
	}
	// Where a macro stands in its file is nothing of the target.
	place := regexp.MustCompile(`<string name="generator_location"[^>]*>`)
	all := map[string]string{}
	for _, r := range answer.Rules {
		all[plain(r.Name)] = r.Class + string(place.ReplaceAll(r.Body, nil))
	}
	return all, nil
}
