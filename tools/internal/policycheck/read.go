package policycheck

import (
	"encoding/json"
	"fmt"
	"os"
	"path"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

func readAll(files []spec.File) (map[string]string, error) {
	all := map[string]string{}
	for _, f := range files {
		src, err := os.ReadFile(f.Path)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", f.Dest, err)
		}
		all[f.Dest] = string(src)
	}
	return all, nil
}

// readData reads what policies find below "data": the keys of JSON files, each
// set in one file only, and below "files" every other file's text by its place.
func readData(files []spec.File) (map[string]any, error) {
	texts, err := readAll(files)
	if err != nil {
		return nil, err
	}
	data, others, from := map[string]any{}, map[string]any{}, map[string]string{}
	for _, f := range files {
		if path.Ext(f.Dest) != ".json" {
			others[f.Dest] = texts[f.Dest]
			continue
		}
		var doc map[string]any
		if err := json.Unmarshal([]byte(texts[f.Dest]), &doc); err != nil {
			return nil, &BadPolicyError{fmt.Errorf("reading %s: %w", f.Dest, err)}
		}
		for key, v := range doc {
			if other, ok := from[key]; ok || key == "files" || key == "policy" {
				return nil, &BadPolicyError{fmt.Errorf("reading %s: key %q is taken: by %s", f.Dest, key, either(other, "tofupolicy itself"))}
			}
			data[key], from[key] = v, f.Dest
		}
	}
	data["files"] = others
	return data, nil
}

func either(s, or string) string {
	if s != "" {
		return s
	}
	return or
}
