package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
)

const recordName = "go.vendor.json"

// record is the content of go.vendor.json.
type record struct {
	V          int    `json:"v"`
	Inputs     string `json:"inputs"`     // digest of what the vendor tree follows from
	VendorHash string `json:"vendorHash"` // of the vendor tree, for buildGoModule
}

func readRecord(root string) (*record, error) {
	data, err := os.ReadFile(filepath.Join(root, recordName))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", recordName, err)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var r record
	if err := dec.Decode(&r); err != nil {
		return nil, fmt.Errorf("reading %s: %w", recordName, err)
	}
	sri := regexp.MustCompile(`^sha256-[A-Za-z0-9+/]{43}=$`)
	if r.V != 1 || !sri.MatchString(r.VendorHash) {
		return nil, fmt.Errorf("reading %s: want version 1 and a vendorHash of the form sha256-<base64>", recordName)
	}
	return &r, nil
}

func writeRecord(root string, r record) error {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("writing %s: %w", recordName, err)
	}
	return atomicfile.Write(filepath.Join(root, recordName), append(data, '\n'), 0o644)
}
