package nixstore

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/nix-community/go-nix/pkg/nixbase32"

	"github.com/gloriousflywheel/flywheel/tools/internal/narinfo"
)

// InvalidPathError is the error for paths that the store does not have.
type InvalidPathError struct{ Paths []string }

// Error implements error.
func (e *InvalidPathError) Error() string {
	return "no valid store path: " + strings.Join(e.Paths, ", ") + " (never built here, or collected as garbage)"
}

// pathInfo is one entry of "nix path-info --json", of any version.
type pathInfo struct {
	Path       string          `json:"path"`  // in lists, up to Nix 2.18
	Valid      *bool           `json:"valid"` // as well; false for a path that is not there
	NarHash    string          `json:"narHash"`
	NarSize    int64           `json:"narSize"`
	References []string        `json:"references"`
	Deriver    string          `json:"deriver"` // null where unknown
	Signatures []string        `json:"signatures"`
	CA         json.RawMessage `json:"ca"`
}

// parser reads what "nix path-info --json" writes, one path after the other.
type parser struct {
	decoder  *json.Decoder
	names    map[string]string // so that each name is in memory once
	storeDir string
	found    func(Path)
	invalid  []string
}

// ParsePathInfo reads what "nix path-info --json" of Nix 2.8 to 2.34 writes, in any of
// its formats, and hands each path to found. It returns the store's directory where that
// is told.
func ParsePathInfo(r io.Reader, found func(Path)) (storeDir string, err error) {
	p := &parser{decoder: json.NewDecoder(r), names: map[string]string{}, found: found}
	if err := p.document(); err != nil {
		return "", fmt.Errorf("reading what nix path-info wrote: %w", err)
	}
	if len(p.invalid) > 0 {
		return p.storeDir, &InvalidPathError{p.invalid}
	}
	return p.storeDir, nil
}

// document reads a list of paths, or an object that has them by name: full names (2.19
// and newer), or those without directory in its member "info" (--json-format 2).
func (p *parser) document() error {
	first, err := p.decoder.Token()
	switch {
	case errors.Is(err, io.EOF):
		return nil // it failed before it wrote anything, and has said why
	case err != nil:
		return err
	case first == json.Delim('['):
		for p.decoder.More() {
			if err := p.entry(""); err != nil {
				return err
			}
		}
	case first == json.Delim('{'):
		return p.members(true)
	default:
		return fmt.Errorf("it begins with %v: want a list or an object", first)
	}
	_, err = p.decoder.Token()
	return err
}

// members reads the rest of an object, to its closing brace.
func (p *parser) members(outer bool) error {
	for p.decoder.More() {
		token, err := p.decoder.Token()
		if err != nil {
			return err
		}
		name := token.(string) // as the grammar says
		switch {
		case outer && name == "info":
			if err = p.open(); err == nil {
				err = p.members(false)
			}
		case outer && name == "storeDir":
			err = p.decoder.Decode(&p.storeDir)
		case outer && !strings.HasPrefix(name, "/"):
			err = p.decoder.Decode(new(json.RawMessage))
		default:
			err = p.entry(name)
		}
		if err != nil {
			return err
		}
	}
	_, err := p.decoder.Token()
	return err
}

func (p *parser) open() error {
	token, err := p.decoder.Token()
	if err == nil && token != json.Delim('{') {
		err = fmt.Errorf("member \"info\" is %v: want an object", token)
	}
	return err
}

// entry reads one path, whose name stands before it, or in it.
func (p *parser) entry(name string) error {
	var info *pathInfo
	if err := p.decoder.Decode(&info); err != nil {
		return fmt.Errorf("path %q: %w", name, err)
	}
	if name == "" && info != nil {
		name = info.Path
	}
	if info == nil || info.Valid != nil && !*info.Valid || info.NarHash == "" {
		p.invalid = append(p.invalid, name)
		return nil
	}
	if dir := path.Dir(name); dir != "." {
		p.storeDir = dir
	}
	found, err := p.path(name, info)
	if err != nil {
		return fmt.Errorf("path %q: %w", name, err)
	}
	p.found(found)
	return nil
}

func (p *parser) path(name string, info *pathInfo) (Path, error) {
	out := Path{Base: p.base(name), NarSize: info.NarSize, Signatures: info.Signatures}
	if info.Deriver != "" {
		out.Deriver = p.base(info.Deriver)
	}
	if err := CheckBase(out.Base); err != nil {
		return out, err
	}
	var err error
	if out.NarHash, err = narinfo.ParseHash(info.NarHash); err != nil {
		return out, err
	}
	if out.CA, err = contentAddress(info.CA); err != nil {
		return out, err
	}
	out.References = make([]string, len(info.References))
	for i, r := range info.References {
		out.References[i] = p.base(r)
	}
	slices.Sort(out.References)
	return out, nil
}

// base is the name without the directory.
func (p *parser) base(name string) string {
	name = path.Base(name)
	if kept, found := p.names[name]; found {
		return kept
	}
	name = strings.Clone(name) // not the whole that it is a part of
	p.names[name] = name
	return name
}

// contentAddress is Nix's text form: as it is, or made from format 2's object.
func contentAddress(raw json.RawMessage) (string, error) {
	var text string
	if len(raw) == 0 || json.Unmarshal(raw, &text) == nil {
		return text, nil
	}
	var ca struct{ Method, Hash string }
	if err := json.Unmarshal(raw, &ca); err != nil {
		return "", fmt.Errorf("reading its content address: %w", err)
	}
	prefix, known := map[string]string{"nar": "fixed:r:", "flat": "fixed:", "text": "text:", "git": "fixed:git:"}[ca.Method]
	if !known {
		return "", fmt.Errorf("reading its content address: method %q is unknown", ca.Method)
	}
	algorithm, digest, err := parseSRI(ca.Hash)
	if err != nil {
		return "", fmt.Errorf("reading its content address: %w", err)
	}
	return prefix + algorithm + ":" + nixbase32.EncodeToString(digest), nil
}
