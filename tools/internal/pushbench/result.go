package pushbench

import (
	"encoding/json"
	"io"
)

// Version is the layout of the JSON.
const Version = 1

// Result is what was measured.
type Result struct {
	// V is the layout, always Version.
	V int `json:"v"`
	// Run is in the names of what was uploaded.
	Run string `json:"run"`
	// Cache, URL and Kind say what was measured.
	Cache string `json:"cache"`
	URL   string `json:"url"`
	Kind  string `json:"kind"`
	// Seconds is how long it took, Requests and Retries what it asked.
	Seconds  float64 `json:"seconds"`
	Requests int64   `json:"requests"`
	Retries  int64   `json:"retries"`
	Latency  Latency `json:"latency"`
	// Presence, Uploads, Downloads and Compression are empty where nothing was measured.
	Presence    []Presence    `json:"presence"`
	Uploads     []Transfer    `json:"uploads"`
	Downloads   []Transfer    `json:"downloads"`
	Compression []Compression `json:"compression"`
	// Advice is nil where too little was measured.
	Advice *Advice `json:"advice,omitempty"`
	// Left is what could not be removed.
	Left []string `json:"left"`
	// Error is why it ended early; empty if it did not.
	Error string `json:"error,omitempty"`
}

// Write writes the JSON.
func (r *Result) Write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(r)
}
