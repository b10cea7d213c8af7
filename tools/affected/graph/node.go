package graph

import (
	"strings"
	"unicode/utf8"
)

// Kinds of targets, as "bazel query --output=label_kind" calls them.
const (
	Rule             = "rule"
	SourceFile       = "source file"
	GeneratedFile    = "generated file"
	PackageGroup     = "package group"
	EnvironmentGroup = "environment group"
	// Pseudo is the kind of what Bazel does not know and some depend on.
	Pseudo = "pseudo"
)

// Digest tells two states of a target apart; it says nothing of what the target
// depends on. The zero value is that of a target nothing is known of.
type Digest [16]byte

// Node is a target.
type Node struct {
	// Label in canonical form; without repository for the main one: "//pkg:name".
	Label string
	// Kind is one of the kinds above.
	Kind string
	// Class is the rule's class, such as "genrule"; empty for other kinds.
	Class string
	// Digest is over all that the target's package says of it.
	Digest Digest
	// Config is over how the target is configured: in which configurations, and
	// with which dependencies in theirs. Zero where the query did not tell.
	Config Digest
	// Attrs are the values of the few attributes that are kept, by name.
	Attrs map[string][]string
	// Inputs are the labels of what it depends on directly, sorted.
	Inputs []string
	// Unused are those of the Inputs that it uses in no configuration, sorted: branches
	// of select() that do not apply, what only aspects want that nobody applies.
	Unused []string
	// Extra are the labels of what it depends on in some configuration and not by
	// its definition, sorted: toolchains, execution platforms.
	Extra []string
}

// Test says whether the target is a test.
func (n *Node) Test() bool { return n.Kind == Rule && strings.HasSuffix(n.Class, "_test") }

// KindName is the kind as "bazel query --output=label_kind" writes it.
func (n *Node) KindName() string {
	if n.Kind == Rule {
		return n.Class + " rule"
	}
	return n.Kind
}

// Main says whether the target is in the main repository.
func (n *Node) Main() bool { return strings.HasPrefix(n.Label, "//") }

// Package is the label's package, with its repository unless that is the main
// one: "pkg", or "@@repo//pkg".
func Package(label string) string {
	pkg, _, _ := strings.Cut(label, ":")
	return strings.TrimPrefix(pkg, "//")
}

// Repository is the canonical name of the label's repository; empty for the
// main one.
func Repository(label string) string {
	if !strings.HasPrefix(label, "@@") {
		return ""
	}
	repo, _, _ := strings.Cut(label[2:], "//")
	return repo
}

// Name is a name that Bazel tells. It keeps names as bytes and writes each byte as a
// character of Latin-1: one that has become UTF-8 twice is undone. Any other was not
// written so, or is no UTF-8.
func Name(text string) string {
	raw := make([]byte, 0, len(text))
	for _, r := range text {
		if r > 0xff {
			return text
		}
		raw = append(raw, byte(r))
	}
	if !utf8.Valid(raw) {
		return text
	}
	return string(raw)
}

// Canonical is a label without the main repository's "@@".
func Canonical(label string) string {
	if rest, ok := strings.CutPrefix(label, "@@//"); ok {
		return "//" + rest
	}
	return label
}
