package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachetarget"
	"github.com/gloriousflywheel/flywheel/tools/internal/nixpush"
	"github.com/gloriousflywheel/flywheel/tools/internal/pushprogress"
)

// flags are what the subcommands have in common.
type flags struct {
	options      nixpush.Options
	caches       []string
	nixOptions   []string
	impure       bool
	acceptConfig bool
	tokenCommand string
	json         bool
	report       string
	markdown     string
	junit        string
	progress     string
	interval     time.Duration
}

// addNetwork adds those that say how to talk to a cache.
func (f *flags) addNetwork(s *pflag.FlagSet) {
	o := &f.options
	s.StringVar(&o.TokenFile, "token-file", "", "file with a bearer token")
	s.StringVar(&f.tokenCommand, "token-command", "", "command, of words without quotes, that prints a bearer token; for CI systems that exchange an identity")
	s.StringVar(&o.NetrcFile, "netrc-file", "", "netrc file (default $NETRC, ~/.netrc, ~/.config/nix/netrc, /etc/nix/netrc)")
	s.IntVar(&o.Attempts, "attempts", nixpush.DefaultAttempts, "how often a request is made before it has failed")
	s.DurationVar(&o.Stall, "stall", time.Minute, "how long nothing may move on a connection")
}

func (f *flags) add(s *pflag.FlagSet) {
	o := &f.options
	f.addNetwork(s)
	s.StringSliceVar(&f.caches, "cache", nil, "cache to push to, instead of the first argument; may be repeated")
	s.StringVar(&o.Compression, "compression", "", "zstd, xz or none (default: the cache's URL, else zstd; Attic compresses itself)")
	s.IntVar(&o.Level, "compression-level", 0, "level of zstd, 1 to 22 (default 3)")
	s.IntVar(&o.Jobs, "jobs", 0, "uploads at once (default 64; Attic 16, file 8)")
	s.StringSliceVar(&o.KeyFiles, "signing-key-file", nil, "file with a secret key of Nix to sign with; may be repeated")
	s.StringSliceVar(&o.UpstreamKeys, "upstream-key", nil, "NAME:BASE64, or NAME: paths signed by it are not pushed; may be repeated (default cache.nixos.org's; file: none; Attic: the cache's own)")
	s.BoolVar(&o.NoUpstreamFilter, "no-upstream-filter", false, "push paths that are signed upstream as well")
	s.BoolVar(&o.Verify, "verify", false, "read back what was uploaded, and compare")
	s.BoolVar(&o.NoClosure, "no-closure", false, "push the paths alone; what they reference must be in the cache")
	s.BoolVar(&o.Force, "force", false, "upload also what the cache has")
	s.DurationVar(&o.PresenceTTL, "presence-ttl", nixpush.DefaultTTL, "how long the record of what a cache has is believed; 0: not at all")
	s.StringVar(&o.Nix, "nix", os.Getenv("NIXPUSH_NIX"), "the program nix (default $NIXPUSH_NIX, else the one on PATH)")
	s.StringVar(&o.Store, "store", "", "the store, as nix's --store takes it (default Nix's own)")
	s.StringArrayVar(&f.nixOptions, "nix-option", nil, "NAME=VALUE, a setting for Nix; may be repeated")
	s.BoolVar(&f.impure, "impure", false, "as nix build's")
	s.BoolVar(&f.acceptConfig, "accept-flake-config", false, "as nix build's")
	s.BoolVar(&f.json, "json", false, "print a summary in JSON on stdout")
	s.StringVar(&f.report, "report", "", "write that summary into a file")
	s.StringVar(&f.markdown, "markdown", os.Getenv("GITHUB_STEP_SUMMARY"), "append a summary for a CI job's page to a file (default $GITHUB_STEP_SUMMARY)")
	s.StringVar(&f.junit, "junit", "", "write the summary as JUnit XML into a file, for GitLab's artifacts:reports:junit")
	s.StringVar(&f.progress, "progress", "auto", "auto, terminal, plain or none")
	s.DurationVar(&f.interval, "progress-interval", 10*time.Second, "time between two lines of plain progress")
}

// finish turns flags into options.
func (f *flags) finish() error {
	o := &f.options
	for _, option := range f.nixOptions {
		name, value, found := strings.Cut(option, "=")
		if !found || name == "" {
			return usage(fmt.Errorf("--nix-option %q: want NAME=VALUE", option))
		}
		o.NixArgs = append(o.NixArgs, "--option", name, value)
	}
	if f.impure {
		o.BuildArgs = append(o.BuildArgs, "--impure")
	}
	if f.acceptConfig {
		o.BuildArgs = append(o.BuildArgs, "--accept-flake-config")
	}
	o.TokenCommand = strings.Fields(f.tokenCommand)
	switch {
	case o.TokenFile != "" && len(o.TokenCommand) > 0:
		return usage(errors.New("--token-file and --token-command: give one"))
	case o.Jobs < 0 || o.Jobs > 1000:
		return usage(fmt.Errorf("--jobs %d: want 1 to 1000", o.Jobs))
	case o.Attempts < 1:
		return usage(fmt.Errorf("--attempts %d: want at least 1", o.Attempts))
	case o.Stall <= 0:
		return usage(fmt.Errorf("--stall %s: want more than 0", o.Stall))
	case o.PresenceTTL < 0:
		return usage(fmt.Errorf("--presence-ttl %s: is negative", o.PresenceTTL))
	case f.interval <= 0:
		return usage(fmt.Errorf("--progress-interval %s: want more than 0", f.interval))
	}
	dir, err := cachetarget.ConfigDir()
	if err != nil {
		return usage(err)
	}
	o.Config, err = cachetarget.Load(dir)
	return usage(err)
}

// streams are where a push talks to people.
func (f *flags) streams(stderr io.Writer) (nixpush.Streams, error) {
	p := &pushprogress.Printer{W: stderr, Interval: f.interval}
	switch f.progress {
	case "auto":
		p.Mode = pushprogress.Plain
		if file, ok := stderr.(*os.File); ok && term.IsTerminal(int(file.Fd())) && os.Getenv("CI") == "" {
			p.Mode = pushprogress.Terminal
		}
	case "terminal", "plain", "none":
		p.Mode = pushprogress.Mode(f.progress)
	default:
		return nixpush.Streams{}, usage(fmt.Errorf("--progress %q: want auto, terminal, plain or none", f.progress))
	}
	return nixpush.Streams{Stderr: stderr, Progress: p}, nil
}
