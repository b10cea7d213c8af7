// Package planfile keeps a saved plan together with a record of what it was
// made from, so that exactly the plan that was reviewed is applied, and only
// where and while it holds.
package planfile

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// Version is the only layout version of plan.json this program reads.
const Version = 1

// Mode says what a plan does.
type Mode string

// The modes of a plan.
const (
	// ModeApply makes the world as the configuration says.
	ModeApply Mode = "apply"
	// ModeDestroy destroys everything of the state.
	ModeDestroy Mode = "destroy"
)

// Commit is the source the plan was made at.
type Commit struct {
	// ID is the full commit hash, or "unknown" outside a git work tree.
	ID string `json:"id"`
	// Dirty says that tracked files differed from the commit. It informs; the
	// inputs decide.
	Dirty bool `json:"dirty"`
}

// State identifies one version of a state.
type State struct {
	// Lineage is the state's identity, empty for a state not yet written.
	Lineage string `json:"lineage"`
	// Serial counts the state's versions.
	Serial uint64 `json:"serial"`
}

// Binding says what a saved plan was made from and for.
type Binding struct {
	// V is the layout version, always Version.
	V int `json:"v"`
	// Stack is the stack's label.
	Stack string `json:"stack"`
	// Environment is the environment's name.
	Environment string `json:"environment"`
	// Mode says what the plan does.
	Mode Mode `json:"mode"`
	// Options are the plan options given by the user, such as "-target=x".
	Options []string `json:"options"`
	// Commit is the source the plan was made at.
	Commit Commit `json:"commit"`
	// Inputs maps every file and setting the plan depends on to the SHA-256 of
	// its content. Keys are for people: a workspace-relative path, "--var x",
	// "OpenTofu".
	Inputs map[string]string `json:"inputs"`
	// Digest is the SHA-256 over all other fields.
	Digest string `json:"digest"`
	// State is the state the plan was made from; nil when the plan does not tell.
	State *State `json:"state,omitempty"`
	// Plan is the SHA-256 of the plan file.
	Plan string `json:"plan"`
	// Changes is what the plan does, in numbers and addresses.
	Changes Changes `json:"changes"`
	// Created is when the plan was made.
	Created time.Time `json:"created"`
	// User is who made it.
	User string `json:"user"`
}

// Sum returns the SHA-256 of data in hexadecimal.
func Sum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// ComputeDigest returns the digest that belongs to b's other fields.
func (b *Binding) ComputeDigest() (string, error) {
	rest := *b
	rest.Digest = ""
	// Maps are encoded in key order, so equal bindings give equal bytes.
	data, err := json.Marshal(rest)
	if err != nil {
		return "", fmt.Errorf("encoding what the plan was made from: %w", err)
	}
	return Sum(data), nil
}
