package tofu

import "strings"

// Env is an environment in the form of os.Environ: "NAME=value", each name
// once. Its methods return changed copies.
type Env []string

// Hermetic is the whole environment of checks: nothing of the user's, no
// network checkpoint, no prompts. tmp is the directory for temporary files and,
// since providers may ask for one, an empty home; dataDir is the absolute
// TF_DATA_DIR, cliConfig the CLI configuration file, empty for none.
func Hermetic(tmp, dataDir, cliConfig string) Env {
	if cliConfig == "" {
		cliConfig = "/dev/null"
	}
	return Automation(Env{"PATH=/usr/bin:/bin", "HOME=" + tmp, "TMPDIR=" + tmp}).
		With("TF_DATA_DIR", dataDir).
		With("TF_CLI_CONFIG_FILE", cliConfig).
		With("TF_IN_AUTOMATION", "1").
		With("TF_INPUT", "0").
		// A check allocates some tens of MB and ends: to collect that garbage would
		// cost a fifth of its CPU. The limit is for the large ones.
		With("GOGC", "off").With("GOMEMLIMIT", "512MiB")
}

// Plugins is the environment of the plugin programs of a command that has e:
// what is said of tofu's memory is not said of theirs.
func (e Env) Plugins() Env {
	return e.Without(func(name string) bool { return name == "GOGC" || name == "GOMEMLIMIT" })
}

// User is the environment of effects: all of the user's (credentials, proxies,
// certificates, TF_VAR_*), less the variables that would quietly change what a
// tofu command line means. Callers add TF_DATA_DIR and TF_CLI_CONFIG_FILE.
func User(environ []string) Env {
	return Automation(Env(environ).Without(func(name string) bool {
		switch name {
		case "TF_DATA_DIR", "TF_WORKSPACE", "TF_INPUT", "TF_REATTACH_PROVIDERS", "TF_CLI_CONFIG_FILE", "TERRAFORM_CONFIG":
			return true
		}
		return strings.HasPrefix(name, "TF_CLI_ARGS")
	}))
}

// Automation turns off the checkpoint, which is a call to the network.
func Automation(e Env) Env { return e.With("CHECKPOINT_DISABLE", "1") }

// With sets one variable.
func (e Env) With(name, value string) Env {
	rest := e.Without(func(n string) bool { return n == name })
	return append(rest, name+"="+value)
}

// Without drops the variables whose name the function selects.
func (e Env) Without(drop func(name string) bool) Env {
	var kept Env
	for _, kv := range e {
		name, _, _ := strings.Cut(kv, "=")
		if !drop(name) {
			kept = append(kept, kv)
		}
	}
	return kept
}
