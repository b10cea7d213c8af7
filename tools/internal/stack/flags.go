package stack

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// options are the user's flags and arguments.
type options struct {
	stateDir    string
	vars        []string
	varFiles    []string
	lockTimeout time.Duration
	planOptions []string

	autoApprove, discardPlan, force      bool
	destroy, detailedExit, json, compare bool
	raw                                  bool
	install, remove, diff                bool
	home, format, state                  string
	formats                              []string
	args                                 []string
}

// errHelp says that --help was given.
var errHelp = flag.ErrHelp

const defaultLockTimeout = time.Minute

// flagSet defines flags that can be listed in the order of definition.
type flagSet struct {
	*flag.FlagSet
	lines []string
}

func (f *flagSet) describe(usage, help string) {
	f.lines = append(f.lines, fmt.Sprintf("  %-26s %s", usage, help))
}

func (f *flagSet) text(p *string, name, value, help string) {
	f.StringVar(p, name, *p, "")
	f.describe("--"+name+" "+value, help)
}

func (f *flagSet) yes(p *bool, name, help string) {
	f.BoolVar(p, name, false, "")
	f.describe("--"+name, help)
}

func (f *flagSet) list(name, value, help string, add func(string)) {
	f.Func(name, "", func(s string) error { add(s); return nil })
	f.describe("--"+name+" "+value, help+" (repeatable)")
}

func define(o *options, st *spec.Stack, v verb) (*flagSet, error) {
	f := &flagSet{FlagSet: flag.NewFlagSet(st.Verb, flag.ContinueOnError)}
	f.SetOutput(io.Discard)
	f.Usage = func() {}
	o.lockTimeout = defaultLockTimeout
	if st.LockTimeout != "" {
		d, err := time.ParseDuration(st.LockTimeout)
		if err != nil {
			return nil, fmt.Errorf("reading the spec: stack.lock_timeout %q is no duration such as \"60s\"", st.LockTimeout)
		}
		o.lockTimeout = d
	}
	if v.flags != nil {
		v.flags(o, f)
	}
	if v.variables {
		f.list("var", "NAME=VALUE", "set a variable; secrets belong in a --var-file", func(s string) { o.vars = append(o.vars, s) })
		f.list("var-file", "FILE", "set variables from a file", func(s string) { o.varFiles = append(o.varFiles, s) })
	}
	if v.stateless {
		f.describe("--help", "print this help")
		return f, nil
	}
	f.text(&o.stateDir, "state-dir", "DIR", "directory of all state (default $FLYWHEEL_STATE_DIR or ~/.local/state/flywheel)")
	f.DurationVar(&o.lockTimeout, "lock-timeout", o.lockTimeout, "")
	f.describe("--lock-timeout DURATION", fmt.Sprintf("how long to wait for another run (default %s)", o.lockTimeout))
	f.describe("--help", "print this help")
	return f, nil
}

func targetFlag(o *options, f *flagSet) {
	f.list("target", "ADDRESS", "limit to this resource and what it needs", func(s string) {
		o.planOptions = append(o.planOptions, "-target="+s)
	})
}

func changeFlags(o *options, f *flagSet) {
	targetFlag(o, f)
	f.list("replace", "ADDRESS", "destroy and create this resource anew", func(s string) {
		o.planOptions = append(o.planOptions, "-replace="+s)
	})
	f.Func("parallelism", "", func(s string) error {
		o.planOptions = append(o.planOptions, "-parallelism="+s)
		return nil
	})
	f.describe("--parallelism N", "how many operations at once")
}

func planFlags(o *options, f *flagSet) {
	f.yes(&o.destroy, "destroy", "plan the removal of everything")
	f.yes(&o.detailedExit, "detailed-exitcode", "exit 1 when there are changes")
	f.yes(&o.json, "json", "print tofu's JSON messages instead of text")
	formatFlag(o, f, "also print a summary for programs or reviews: then the text goes to stderr", "json", "markdown")
	changeFlags(o, f)
}

func applyFlags(o *options, f *flagSet) {
	f.yes(&o.autoApprove, "auto-approve", "do not ask")
	f.yes(&o.discardPlan, "discard-plan", "drop the saved plan and plan anew")
	changeFlags(o, f)
}

func outputFlags(o *options, f *flagSet) {
	f.yes(&o.json, "json", "print JSON, sensitive values included")
	f.yes(&o.raw, "raw", "print the bare value of NAME")
}

func clientConfigFlags(o *options, f *flagSet) {
	f.yes(&o.install, "install", "merge into the files of the home directory, as marked blocks")
	f.yes(&o.remove, "remove", "take the marked blocks out again")
	f.yes(&o.diff, "diff", "show what --install (or --remove) would change")
	f.text(&o.home, "home", "DIR", "home directory (default $HOME)")
	o.format = "text"
	formatFlag(o, f, "how to print", "text", "json")
}

// formatFlag defines --format with its values.
func formatFlag(o *options, f *flagSet, help string, values ...string) {
	o.formats = values
	f.text(&o.format, "format", strings.Join(values, "|"), help)
}

// parseFlags reads the user's arguments. Flags may stand anywhere, except for
// verb state, where the words from the first on are tofu's.
func parseFlags(st *spec.Stack, v verb, args []string) (*options, error) {
	o := &options{}
	f, err := define(o, st, v)
	if err != nil {
		return nil, err
	}
	for {
		if err := f.Parse(args); err != nil {
			return nil, flagError(err)
		}
		if f.NArg() == 0 {
			break
		}
		if v.args == "" {
			return nil, fmt.Errorf("unexpected argument %q", f.Arg(0))
		}
		if strings.HasSuffix(v.args, "...]") {
			o.args = f.Args()
			break
		}
		o.args, args = append(o.args, f.Arg(0)), f.Args()[1:]
	}
	return o, o.check(v)
}

// check finds flags that do not go together.
func (o *options) check(v verb) error {
	switch {
	case v.args == "[NAME]" && len(o.args) > 1:
		return fmt.Errorf("unexpected argument %q", o.args[1])
	case v.args == "LOCK_ID" && len(o.args) != 1:
		return fmt.Errorf("want one LOCK_ID, got %q: the run that finds the state locked tells it", o.args)
	case o.raw && len(o.args) == 0:
		return errors.New("--raw needs the NAME of an output")
	case o.raw && o.json:
		return errors.New("--raw and --json exclude each other")
	case o.install && o.remove:
		return errors.New("--install and --remove exclude each other")
	case o.format != "" && !slices.Contains(o.formats, o.format):
		return fmt.Errorf("--format %q: want %s", o.format, strings.Join(o.formats, " or "))
	case o.format != "" && o.json:
		return errors.New("--format and --json exclude each other")
	case o.lockTimeout < 0:
		return errors.New("--lock-timeout must not be negative")
	case strings.HasPrefix(v.args, "SUBCOMMAND") && len(o.args) == 0:
		return errors.New("name a subcommand: " + stateSubcommands)
	case strings.HasPrefix(v.args, "SUBCOMMAND") && !slices.Contains(strings.Split(stateSubcommands, ", "), o.args[0]):
		return fmt.Errorf("unknown subcommand %q: want one of %s", o.args[0], stateSubcommands)
	}
	return nil
}

// flagError puts package flag's message into POSIX style.
func flagError(err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return errHelp
	}
	return errors.New(strings.Replace(err.Error(), ": -", ": --", 1))
}

func writeHelp(w io.Writer, st *spec.Stack, v verb) {
	f, err := define(&options{}, st, v)
	if err != nil {
		return // The same error has been reported by parseFlags.
	}
	var positional string
	if v.args != "" {
		positional = " " + v.args
	}
	fmt.Fprintf(w, "%s, environment %s: %s.\n\nUsage: %s -- [FLAGS]%s\n\n%sFlags:\n%s\n\n",
		st.Label, st.Environment, v.does, command(st, st.Verb), positional, v.more, strings.Join(f.lines, "\n"))
	fmt.Fprintln(w, "Exit codes: 0 ok, 1 finding or refusal, 2 usage or bad variables, 3 could not do the job.")
}
