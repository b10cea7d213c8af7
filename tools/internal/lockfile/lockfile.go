// Package lockfile reads and writes OpenTofu's dependency lock file,
// .terraform.lock.hcl, as OpenTofu itself does.
package lockfile

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/apparentlymart/go-versions/versions"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// File is the content of a lock file.
type File struct {
	// Locks in the order of the file.
	Locks []Lock
}

// Lock is what is locked of one provider.
type Lock struct {
	// Address is the full address, HOST/NAMESPACE/TYPE.
	Address string
	// Version is the locked version, such as "3.2.1".
	Version string
	// Constraints are those it was chosen by; empty for none.
	Constraints string
	// Hashes are "h1:..." and "zh:...", of any platforms.
	Hashes []string
	// Range is the place of the block's head.
	Range hcl.Range
}

// Parse reads a lock file; name is its name in diagnostics. What OpenTofu would
// refuse is an error here too.
func Parse(src []byte, name string) (*File, hcl.Diagnostics) {
	parsed, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, diags
	}
	content, diags := parsed.Body.Content(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "provider", LabelNames: []string{"source_addr"}}}})
	f := &File{}
	for _, block := range content.Blocks {
		lock, more := provider(block)
		diags = append(diags, more...)
		if prior := f.Lock(lock.Address); prior != nil {
			diags = append(diags, problem(block.DefRange, "Duplicate provider lock", "Provider %s is locked already at %s.", lock.Address, prior.Range))
		}
		f.Locks = append(f.Locks, lock)
	}
	if diags.HasErrors() {
		return nil, diags
	}
	return f, diags
}

// Lock returns the lock of the provider, or nil.
func (f *File) Lock(address string) *Lock {
	i := slices.IndexFunc(f.Locks, func(l Lock) bool { return l.Address == address })
	if i < 0 {
		return nil
	}
	return &f.Locks[i]
}

func problem(at hcl.Range, summary, format string, args ...any) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary, Detail: fmt.Sprintf(format, args...), Subject: &at}
}

func provider(block *hcl.Block) (Lock, hcl.Diagnostics) {
	l := Lock{Address: block.Labels[0], Range: block.DefRange}
	content, diags := block.Body.Content(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{
		{Name: "version", Required: true}, {Name: "constraints"}, {Name: "hashes"},
	}})
	if p := strings.Split(l.Address, "/"); len(p) != 3 || slices.Contains(p, "") || l.Address != strings.ToLower(l.Address) {
		diags = append(diags, problem(block.LabelRanges[0], "Invalid provider address", "%q is not HOST/NAMESPACE/TYPE in lower case.", l.Address))
	}
	if a := content.Attributes["version"]; a != nil {
		l.Version = text(a.Expr, &diags)
		if v, err := versions.ParseVersion(l.Version); err != nil || v.String() != l.Version {
			diags = append(diags, problem(a.Expr.Range(), "Invalid provider version", "%q is no version in normal form, such as \"3.2.1\".", l.Version))
		}
	}
	if a := content.Attributes["constraints"]; a != nil {
		l.Constraints = text(a.Expr, &diags)
	}
	if a := content.Attributes["hashes"]; a != nil {
		l.Hashes = hashes(a, &diags)
	}
	return l, diags
}

func hashes(a *hcl.Attribute, diags *hcl.Diagnostics) []string {
	items, more := hcl.ExprList(a.Expr)
	*diags = append(*diags, more...)
	if len(items) == 0 && !more.HasErrors() {
		*diags = append(*diags, problem(a.Range, "Invalid provider hashes", "The list is empty: leave it out, or give at least one."))
	}
	var all []string
	for _, item := range items {
		h := text(item, diags)
		if strings.Index(h, ":") < 1 {
			*diags = append(*diags, problem(item.Range(), "Invalid provider hash", "%q is not SCHEME:VALUE, such as \"h1:...\" or \"zh:...\".", h))
		}
		all = append(all, h)
	}
	return all
}

// text is the value of a plain string.
func text(e hcl.Expression, diags *hcl.Diagnostics) string {
	v, more := e.Value(nil)
	*diags = append(*diags, more...)
	if more.HasErrors() {
		return ""
	}
	if v.IsNull() || v.Type() != cty.String {
		*diags = append(*diags, problem(e.Range(), "Invalid value", "A string is required."))
		return ""
	}
	return v.AsString()
}

// Bytes is the file as OpenTofu writes it: providers and hashes sorted, comments
// dropped.
func (f *File) Bytes() []byte {
	var b bytes.Buffer
	b.WriteString("# This file is maintained automatically by \"tofu init\".\n# Manual edits may be lost in future updates.\n")
	locks := slices.Clone(f.Locks)
	slices.SortFunc(locks, func(x, y Lock) int {
		return slices.Compare(order(x.Address), order(y.Address))
	})
	for _, l := range locks {
		fmt.Fprintf(&b, "\nprovider %s {\n", strconv.Quote(l.Address))
		if l.Constraints != "" {
			fmt.Fprintf(&b, "  version     = %s\n  constraints = %s\n", strconv.Quote(l.Version), strconv.Quote(l.Constraints))
		} else {
			fmt.Fprintf(&b, "  version = %s\n", strconv.Quote(l.Version))
		}
		writeHashes(&b, l.Hashes)
		b.WriteString("}\n")
	}
	return b.Bytes()
}

// order is what OpenTofu sorts providers by: host, namespace, type.
func order(address string) []string { return strings.Split(address, "/") }

func writeHashes(b *bytes.Buffer, hashes []string) {
	if len(hashes) == 0 {
		return
	}
	sorted := slices.Clone(hashes)
	slices.Sort(sorted)
	b.WriteString("  hashes = [\n")
	for _, h := range slices.Compact(sorted) {
		fmt.Fprintf(b, "    %s,\n", strconv.Quote(h))
	}
	b.WriteString("  ]\n")
}
