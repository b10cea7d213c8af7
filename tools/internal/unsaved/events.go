package unsaved

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
)

// event is a line of what tofu prints for programs (-json, -json-into).
type event struct {
	Type string
	Hook struct {
		Resource struct{ Addr string }
	}
	Diagnostic struct{ Summary, Detail string }
}

// events are the whole lines. The last one of a killed tofu may be cut off.
func events(data []byte) []event {
	var all []event
	for line := range bytes.Lines(data) {
		var e event
		if json.Unmarshal(line, &e) == nil {
			all = append(all, e)
		}
	}
	return all
}

// Begun are those of ids whose making had begun before an apply ended: data is what it
// printed. Apart from them are Helm's releases whose making had not ended.
func (ids IDs) Begun(data []byte) (begun, installing IDs) {
	begun, installing = IDs{}, IDs{}
	for _, e := range events(data) {
		address := e.Hook.Resource.Addr
		id, ok := ids[address]
		switch {
		case !ok:
		case e.Type == "apply_start" && isRelease(address):
			installing[address] = id
		case e.Type == "apply_start" || e.Type == "apply_complete":
			begun[address] = id
			delete(installing, address)
		}
	}
	return begun, installing
}

func isRelease(address string) bool { return strings.Contains("."+address, ".helm_release.") }

// HelmRecord is the command that removes what Helm remembers of an installation that did
// not end: before, it does nothing more with the release, whose identifier is id.
func HelmRecord(id string) string {
	namespace, name, _ := strings.Cut(id, "/")
	return "kubectl --namespace=" + namespace + " delete secret --selector=owner=helm,status=pending-install,name=" + name
}

// Absent are the addresses of which a plan says that there is no object to import.
func Absent(data []byte) []string {
	return refused(data, "Cannot import non-existent remote object", `existing object to ("(?:[^"\\]|\\.)*")`, strconv.Unquote)
}

// Unwanted are the addresses of which a plan says that the configuration has them no more.
func Unwanted(data []byte) []string {
	asItIs := func(address string) (string, error) { return address, nil }
	return refused(data, "Configuration for import target does not exist", `for the given import (.+?) does not exist`, asItIs)
}

// refused are the addresses that the pattern finds in diagnostics of the summary.
func refused(data []byte, summary, pattern string, read func(string) (string, error)) []string {
	address := regexp.MustCompile(pattern)
	var all []string
	for _, e := range events(data) {
		m := address.FindStringSubmatch(e.Diagnostic.Detail)
		if e.Type != "diagnostic" || e.Diagnostic.Summary != summary || m == nil {
			continue
		}
		if name, err := read(m[1]); err == nil {
			all = append(all, name)
		}
	}
	return all
}
