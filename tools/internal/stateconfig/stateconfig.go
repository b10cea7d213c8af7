// Package stateconfig reads the files that say, for one environment of a stack,
// where its state is and how it is encrypted: partial backend configuration, as
// tofu init takes it, and the content of an encryption block, as TF_ENCRYPTION
// has it. Both belong into the repository, so that neither may hold a secret.
package stateconfig

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/rootmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// InvalidError says what is wrong with a file.
type InvalidError struct {
	// Problems are sentences that begin with file:line and end with the remedy.
	Problems []string
}

// Error implements error.
func (e *InvalidError) Error() string { return strings.Join(e.Problems, "\n") }

// secrets are arguments of backends and key providers whose values are secret,
// with the place from which OpenTofu takes them otherwise.
func secrets() map[string]string {
	return map[string]string{
		"access_key":             "the variable AWS_ACCESS_KEY_ID, a profile or a role",
		"secret_key":             "the variable AWS_SECRET_ACCESS_KEY, a profile or a role",
		"token":                  "the provider's environment variable (AWS_SESSION_TOKEN, BAO_TOKEN, KUBE_TOKEN)",
		"password":               "the variable TF_HTTP_PASSWORD or KUBE_PASSWORD",
		"conn_str":               "the variable PG_CONN_STR",
		"client_secret":          "the variable ARM_CLIENT_SECRET",
		"sas_token":              "the variable ARM_SAS_TOKEN",
		"encryption_key":         "the variable GOOGLE_ENCRYPTION_KEY",
		"credentials":            "the variable GOOGLE_CREDENTIALS",
		"client_key":             "a path, config_path or the variable KUBE_CONFIG_PATH",
		"client_private_key_pem": "the variable TF_HTTP_CLIENT_PRIVATE_KEY_PEM",
		"passphrase":             "a variable of the root module, set by the environment: passphrase = var.state_passphrase",
		"sse_customer_key":       "the variable AWS_SSE_CUSTOMER_KEY",
	}
}

// parse reads one file of native syntax.
func parse(f spec.File) ([]byte, *hclsyntax.Body, error) {
	src, err := os.ReadFile(f.Path)
	if err != nil {
		return nil, nil, fmt.Errorf("reading %s: %w", f.Dest, err)
	}
	file, diags := hclmod.ParseFile(hclparse.NewParser(), f.Dest, src)
	if diags.HasErrors() {
		return nil, nil, &InvalidError{Problems: rootmod.Problems(diags)}
	}
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok {
		return nil, nil, &InvalidError{Problems: []string{f.Dest + ":1: this is JSON; write it in OpenTofu's own syntax"}}
	}
	return src, body, nil
}

// secretProblems reports secrets that stand in a body as they are, at any depth.
func secretProblems(body *hclsyntax.Body) []string {
	var problems []string
	known := secrets()
	// The function never has a finding, and so neither has the walk.
	_ = hclsyntax.VisitAll(body, func(n hclsyntax.Node) hcl.Diagnostics {
		attr, ok := n.(*hclsyntax.Attribute)
		if !ok || known[attr.Name] == "" || len(attr.Expr.Variables()) > 0 {
			return nil
		}
		problems = append(problems, fmt.Sprintf("%s: %s is a secret, and this file is for everyone to read; take it out: OpenTofu reads %s",
			place(attr.NameRange), attr.Name, known[attr.Name]))
		return nil
	})
	slices.Sort(problems)
	return problems
}

func place(r hcl.Range) string { return fmt.Sprintf("%s:%d", r.Filename, r.Start.Line) }
