// Package tfvars checks the values given to a root module's variables before
// OpenTofu starts: each is set once, known, and none is missing.
package tfvars

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/gloriousflywheel/flywheel/tools/internal/rootmod"
)

// EnvPrefix begins the environment variables that set a variable.
const EnvPrefix = "TF_VAR_"

// Input is where values come from.
type Input struct {
	// Files are the variable files, in order.
	Files []File
	// Flags are the values of --var, NAME=VALUE.
	Flags []string
	// Environ is the environment, of which EnvPrefix variables count if the
	// root module declares the name. OpenTofu ignores others too.
	Environ []string
	// EnvironmentOnly are variables that only the environment may set: those that
	// the encryption of the state takes. Each verb needs them, and they are secret.
	EnvironmentOnly []string
}

// File is one variable file.
type File struct {
	// Name is what messages call it.
	Name string
	// Path is where to read it.
	Path string
}

// Values is what the checks found to be in order.
type Values struct {
	// Generated are the values of flags and environment in the form of a
	// *.tfvars.json file. They are secret, for any of them may be.
	Generated map[string]json.RawMessage
	// FromEnvironment names the variables that the environment sets.
	FromEnvironment []string

	places map[string]string         // variable to the place that set it
	exprs  map[string]hcl.Expression // variable to its value, where a file sets it
}

// ProblemsError lists everything wrong with the values.
type ProblemsError struct {
	// Problems are sentences that begin with a place and end with the remedy.
	Problems []string
}

// Error implements error.
func (e *ProblemsError) Error() string { return strings.Join(e.Problems, "\n") }

// Check reads all input and returns the generated values, or a *ProblemsError.
func Check(root *rootmod.Root, in Input) (*Values, error) {
	c := &checker{root: root, in: in, first: map[string]string{}, values: Values{Generated: map[string]json.RawMessage{}, exprs: map[string]hcl.Expression{}}}
	for _, f := range in.Files {
		if err := c.file(f); err != nil {
			return nil, err
		}
	}
	for _, kv := range in.Flags {
		c.flag(kv)
	}
	for _, kv := range in.Environ {
		c.environment(kv)
	}
	// Of a file that cannot be read it is not known what it sets.
	if !c.unread {
		c.missing(in.Files)
	}
	if len(c.problems) > 0 {
		return nil, &ProblemsError{Problems: c.problems}
	}
	c.values.places = c.first
	return &c.values, nil
}

type checker struct {
	root     *rootmod.Root
	in       Input
	first    map[string]string // variable to the place that set it
	problems []string
	values   Values
	unread   bool
}

func (c *checker) add(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}

// set notes that a place sets a variable, and says whether it may.
func (c *checker) set(name, where string) bool {
	if c.root.Variables[name] == nil {
		c.add("%s: variable %q is not declared in %s%s; declare it there or remove the assignment",
			where, name, c.root.Dir, c.hint(name))
		return false
	}
	if first, ok := c.first[name]; ok {
		c.add("%s: variable %q is set twice, first at %s; remove one of the assignments", where, name, first)
		return false
	}
	c.first[name] = where
	return true
}

func (c *checker) flag(kv string) {
	name, value, ok := strings.Cut(kv, "=")
	if !ok || name == "" {
		c.add("--var %s: want NAME=VALUE", name)
		return
	}
	where := "--var " + name
	if c.set(name, where) && !c.refuseKey(name, where) {
		c.generate(name, value, where)
	}
}

// refuseKey reports that a place other than the environment sets a variable
// that only the environment may, and says whether it did.
func (c *checker) refuseKey(name, where string) bool {
	if !slices.Contains(c.in.EnvironmentOnly, name) {
		return false
	}
	c.add("%s: variable %q decrypts the state: every verb needs it, and it must not stand there; set the environment variable %s%s", where, name, EnvPrefix, name)
	return true
}

func (c *checker) environment(kv string) {
	key, value, _ := strings.Cut(kv, "=")
	name, ok := strings.CutPrefix(key, EnvPrefix)
	if !ok || c.root.Variables[name] == nil {
		return
	}
	if c.set(name, "environment variable "+key) {
		// What decrypts the state is written nowhere: tofu takes it from the environment, too.
		if !slices.Contains(c.in.EnvironmentOnly, name) {
			c.generate(name, value, key)
		}
		c.values.FromEnvironment = append(c.values.FromEnvironment, name)
	}
}

func (c *checker) generate(name, value, where string) {
	data, err := c.jsonValue(c.root.Variables[name], value, where)
	if err != nil {
		// The value itself may be a secret, so it is not repeated.
		c.add("%s: the value is not an expression of OpenTofu: %v", where, err)
		return
	}
	c.values.Generated[name] = data
}

// missing reports required variables that nothing sets.
func (c *checker) missing(files []File) {
	for _, name := range slices.Sorted(maps.Keys(c.root.Variables)) {
		v := c.root.Variables[name]
		if _, ok := c.first[name]; ok || !v.Required {
			continue
		}
		remedy := fmt.Sprintf("with --var %s=VALUE or --var-file FILE", name)
		if file := c.usersFile(files); file != "" {
			remedy = "in " + file + ", or " + remedy
		}
		c.add("%s: variable %q is required and not set; set it %s", v.Where, name, remedy)
	}
}

// usersFile is the variable file to write into: the last of the root module's own that a
// program would not write, or else the last.
func (c *checker) usersFile(files []File) string {
	users := ""
	for _, f := range files {
		if c.own(f.Name) || !c.own(users) {
			users = f.Name
		}
	}
	return users
}

func (c *checker) own(file string) bool {
	return strings.HasPrefix(file, c.root.Dir+"/") && !strings.HasSuffix(file, ".json")
}
