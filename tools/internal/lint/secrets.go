package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"
)

// noSecretDefault: a secret that stands in the source is none.
func noSecretDefault(m *Module) []Finding {
	var found []Finding
	for _, b := range m.blocks("variable", "name") {
		a := attribute(b.Body, "default")
		if a == nil || !isTrue(b.Body, "sensitive") {
			continue
		}
		if v, ok := literal(a.Expr); ok && hasText(v) {
			found = append(found, Finding{a.Range, fmt.Sprintf("The sensitive variable %q has its secret as default", b.Labels[0]),
				"Take the default out, or make it null, and give the value by a variable file outside the repository or by TF_VAR_" + b.Labels[0] + "."})
		}
	}
	return found
}

// hasText says whether a value is, or holds, a string that is not empty.
func hasText(v cty.Value) bool {
	some := false
	// The walk fails only if its function does.
	_ = cty.Walk(v, func(_ cty.Path, v cty.Value) (bool, error) {
		if !v.IsNull() && v.Type() == cty.String && v.AsString() != "" {
			some = true
		}
		return true, nil
	})
	return some
}

// sensitiveNames: what is called a secret is marked as one, so that plans and logs
// do not show it.
func sensitiveNames(m *Module) []Finding {
	var found []Finding
	for _, kind := range []string{"variable", "output"} {
		for _, b := range m.blocks(kind, "name") {
			name := b.Labels[0]
			if !secretName(name) || marked(b.Body) || kind == "variable" && !holdsText(b.Body) || kind == "output" && isReference(b.Body) {
				continue
			}
			found = append(found, Finding{b.DefRange, fmt.Sprintf("The %s %q is named like a secret and not sensitive", kind, name),
				"Write sensitive = true. If it is a reference to a secret, let its name say so: " + name + "_name, " + name + "_ref."})
		}
	}
	return found
}

// secretName says whether the last words of a name are those of a secret; what
// follows such words, as in token_ttl, makes the name one of something else.
func secretName(name string) bool {
	words := []string{"password", "passwords", "passphrase", "token", "tokens", "secret", "secrets", "private_key", "api_key", "access_key", "secret_key"}
	return slices.ContainsFunc(words, func(w string) bool { return name == w || strings.HasSuffix(name, "_"+w) })
}

// marked says that a block says how the value is to be kept from sight, be it by an
// expression.
func marked(body hcl.Body) bool {
	for _, name := range []string{"sensitive", "ephemeral"} {
		a := attribute(body, name)
		if a == nil {
			continue
		}
		if v, ok := literal(a.Expr); !ok || v.Type() == cty.Bool && !v.IsNull() && v.True() {
			return true
		}
	}
	return false
}

// holdsText says whether a variable's type is a string or a collection of strings;
// numbers and switches are no secrets, and objects say more by their fields.
func holdsText(body hcl.Body) bool {
	a := attribute(body, "type")
	if a == nil {
		return true
	}
	ty, _, diags := typeexpr.TypeConstraintWithDefaults(a.Expr)
	if diags.HasErrors() {
		return false
	}
	if ty.IsCollectionType() {
		ty = ty.ElementType()
	}
	return ty == cty.String
}

// isReference says whether an output's value is the name of something: x.y.name,
// x.y.metadata[0].name.
func isReference(body hcl.Body) bool {
	a := attribute(body, "value")
	if a == nil {
		return false
	}
	tr, diags := hcl.AbsTraversalForExpr(a.Expr)
	if diags.HasErrors() || len(tr) < 2 {
		return false
	}
	last, ok := tr[len(tr)-1].(hcl.TraverseAttr)
	return ok && slices.Contains([]string{"name", "id", "arn", "path", "namespace", "secret_name", "secret_id"}, last.Name)
}
