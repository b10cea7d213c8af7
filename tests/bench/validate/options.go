package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/runfile"
)

const help = `Usage: bazel run //tests/bench:validate [-- flags]

Measures what it costs to check OpenTofu modules: by the runner of flywheel's rules, with
schema snapshots and with real plugins, and by "tofu init" and "tofu validate" (or "tofu
test") from a packed and from an unpacked mirror, and without init by dev_overrides.
Prints tables; progress goes to stderr.

  --provider ADDRESS=VERSION=PATH
                   a real plugin, such as hashicorp/kubernetes=3.2.1=/plugins/terraform-provider-kubernetes;
                   may be repeated. hashicorp/time and a provider of 500 resources are built in
                   and always there. Kinds of module whose plugins are not at hand are measured in
                   schema mode only.
  --rounds N       rounds of each kind and way; the table has their medians (default 3)
  --modules LIST   numbers of modules to check one after another (default 10,100,300)
  --peers N        how many of them also by the other ways (default 10)
  --bazel-modules N  modules of the workspace that Bazel tests (default 100)
  --only LIST      parts to run, separated by commas: kinds, modules, bazel
  --dir DIR        where modules, mirrors and workspaces are made (default: $TMPDIR)

Exit codes:
  0  measured
  1  finding: a check gave a wrong verdict
  2  bad command line
  3  could not measure
`

// options say what is measured.
type options struct {
	rounds       int
	modules      []int
	peers        int
	bazelModules int
	only         []string
	dir          string
	providers    []provider

	tofu, tofurun, tofuschema string // programs
	schemas                   string // a directory of snapshots
	bazel, source             string // Bazel, and flywheel's MODULE.bazel
}

func parseOptions(args []string, getenv func(string) string) (options, error) {
	o := options{modules: []int{10, 100, 300}}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.IntVar(&o.rounds, "rounds", 3, "")
	flags.IntVar(&o.peers, "peers", 10, "")
	flags.IntVar(&o.bazelModules, "bazel-modules", 100, "")
	flags.StringVar(&o.dir, "dir", "", "")
	flags.Func("modules", "", o.setModules)
	flags.Func("only", "", o.setOnly)
	flags.Func("provider", "", o.addProvider)
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	for name, n := range map[string]int{"rounds": o.rounds, "peers": o.peers, "bazel-modules": o.bazelModules} {
		if n < 1 {
			return o, fmt.Errorf("--%s %d: want at least 1", name, n)
		}
	}
	return o, o.find(getenv)
}

// find looks for the programs that Bazel built.
func (o *options) find(getenv func(string) string) error {
	var timePlugin, bigPlugin, schema string
	for name, path := range map[string]*string{
		"TOFU": &o.tofu, "TOFURUN": &o.tofurun, "TOFUSCHEMA": &o.tofuschema, "SCHEMAS": &schema,
		"PROVIDER_TIME": &timePlugin, "PROVIDER_BIG": &bigPlugin, "BAZEL": &o.bazel, "MODULE_BAZEL": &o.source,
	} {
		found, err := runfile.Find(getenv, name)
		if err != nil {
			return err
		}
		*path = found
	}
	o.schemas = filepath.Dir(schema)
	o.providers = append(o.providers,
		provider{"registry.opentofu.org/hashicorp/time", "0.13.1", timePlugin},
		provider{"flywheel.invalid/bench/big", "1.0.0", bigPlugin})
	return nil
}

func (o *options) setModules(list string) error {
	o.modules = nil
	for word := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 {
			return errors.New("want numbers such as 10,100,300")
		}
		o.modules = append(o.modules, n)
	}
	return nil
}

func (o *options) setOnly(list string) error {
	for name := range strings.SplitSeq(list, ",") {
		if !slices.ContainsFunc(parts(), func(p part) bool { return p.name == name }) {
			return fmt.Errorf("no part is called %q", name)
		}
		o.only = append(o.only, name)
	}
	return nil
}

// wants reports whether a part is to be run.
func (o options) wants(name string) bool { return len(o.only) == 0 || slices.Contains(o.only, name) }

func (o *options) addProvider(text string) error {
	words := strings.SplitN(text, "=", 3)
	if len(words) != 3 {
		return errors.New("want ADDRESS=VERSION=PATH")
	}
	address := words[0]
	switch strings.Count(address, "/") {
	case 1:
		address = "registry.opentofu.org/" + address
	case 2:
	default:
		return fmt.Errorf("address %q: want namespace/type or host/namespace/type", address)
	}
	path, err := filepath.Abs(words[2])
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); err != nil {
		return err
	}
	o.providers = append(o.providers, provider{address, words[1], path})
	return nil
}
