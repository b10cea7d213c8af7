// Package spec is the JSON that the rules write and tofurun reads: one file
// says what to do with which files. Paths to read ("path", "tofu", "binary",
// "report") are relative to the working directory; places in the staged tree
// ("dest", "dir", "root") are relative to the workspace.
package spec

// Version is the only layout version this program reads.
const Version = 1

// Kind says what to do with a spec.
type Kind string

// The kinds that tofurun knows.
const (
	// KindDeps checks that module calls and deps agree.
	KindDeps Kind = "deps"
	// KindValidate runs tofu validate and writes a report.
	KindValidate Kind = "validate"
	// KindVerdict turns the report of an earlier validate into a test result.
	KindVerdict Kind = "verdict"
	// KindFmt checks that files have tofu's canonical format.
	KindFmt Kind = "fmt"
	// KindFmtFix rewrites files of the source tree in canonical format.
	KindFmtFix Kind = "fmt_fix"
	// KindDocs checks that the tables in a module's README are up to date.
	KindDocs Kind = "docs"
	// KindDocsFix writes those tables in the source tree.
	KindDocsFix Kind = "docs_fix"
	// KindStackFiles checks that the files generated from a stack's previews are up to date.
	KindStackFiles Kind = "stack_files"
	// KindStackFilesFix writes them in the source tree.
	KindStackFilesFix Kind = "stack_files_fix"
	// KindLint checks a module against rules of style and safety.
	KindLint Kind = "lint"
	// KindLock updates the lock file in the source tree.
	KindLock Kind = "lock"
	// KindLockTest checks the lock file against modules and schema snapshots.
	KindLockTest Kind = "lock_test"
	// KindSchemas renews the schema snapshots of the locked providers in the source tree.
	KindSchemas Kind = "schemas"
	// KindTest runs the module's *.tftest.hcl files.
	KindTest Kind = "test"
	// KindPolicy judges the previews of a stack's environments by policies: for tofupolicy.
	KindPolicy Kind = "policy"
	// KindRego runs the tests of policies: for tofupolicy.
	KindRego Kind = "rego"
	// KindStack plans, applies, destroys or inspects a stack.
	KindStack Kind = "stack"
	// KindClientConfig prints, installs or removes a stack's client configuration.
	KindClientConfig Kind = "client_config"
)

// Spec is one piece of work for tofurun.
type Spec struct {
	// V is the layout version, always Version.
	V int `json:"v"`
	// Kind says what to do, and so which of the fields below are needed.
	Kind Kind `json:"kind"`
	// Label is the Bazel target the messages name.
	Label string `json:"label"`
	// Tofu is the path of the OpenTofu program.
	Tofu string `json:"tofu,omitempty"`
	// TofuVersion is its version, such as "1.12.6"; empty means: ask it.
	TofuVersion string `json:"tofu_version,omitempty"`
	// Root is the directory of the module to work on: the dir of Modules[0].
	Root string `json:"root,omitempty"`
	// Modules is the closure of modules, root first, each once.
	Modules []Module `json:"modules,omitempty"`
	// Providers are the providers that the closure uses.
	Providers []Provider `json:"providers,omitempty"`
	// Lock is the lock file that pins the third-party ones of Providers.
	Lock *File `json:"lock,omitempty"`
	// Tests are the test files of kind test.
	Tests []File `json:"tests,omitempty"`
	// Files are the files to format, for fmt and fmt_fix. In fmt_fix an empty
	// list means every formattable file of the workspace. For docs and docs_fix
	// it is the README of Modules[0]; docs_fix without modules means every
	// README.md of the workspace that has the markers. For stack_files and
	// stack_files_fix the first is the stack's README.
	Files []File `json:"files,omitempty"`
	// Fix is the command that mends what kinds fmt, docs, stack_files and lock_test find.
	Fix string `json:"fix,omitempty"`
	// Report is the path of the report that kind verdict judges.
	Report string `json:"report,omitempty"`
	// Previews are the paths of the specs of a stack's previews, one for each
	// environment, for stack_files and stack_files_fix.
	Previews []string `json:"previews,omitempty"`
	// Stack is what kinds stack and client_config work on.
	Stack *Stack `json:"stack,omitempty"`
	// Locking is what kinds lock, lock_test and schemas work on.
	Locking *Locking `json:"locking,omitempty"`
	// Lint is what kind lint works with.
	Lint *Lint `json:"lint,omitempty"`
	// Policy is what kinds policy and rego work with.
	Policy *Policy `json:"policy,omitempty"`
}

// Policy says what to judge, and by what.
type Policy struct {
	// Stack is the label of the stack or module that is judged; empty for kind rego.
	Stack string `json:"stack,omitempty"`
	// Environments are what is previewed, each with its variable files.
	Environments []Environment `json:"environments,omitempty"`
	// Rego are the policies.
	Rego []File `json:"rego"`
	// Data are files that policies read: JSON objects, merged, or text.
	Data []File `json:"data,omitempty"`
}

// Environment is a name and what is set in it.
type Environment struct {
	// Name of the environment, such as "prod".
	Name string `json:"name"`
	// VarFiles are its variable files, in order.
	VarFiles []File `json:"var_files,omitempty"`
}

// Lint says how to look at a module.
type Lint struct {
	// Tflint is the path of the TFLint program.
	Tflint string `json:"tflint"`
	// Default is the rule set's configuration of TFLint.
	Default File `json:"default"`
	// Config is the module's own, which changes the default; nil for none.
	Config *File `json:"config,omitempty"`
	// Root says that the module is a root module: it may configure providers and a backend.
	Root bool `json:"root,omitempty"`
}

// Locking is a lock file and what must agree with it: Modules, which for kinds lock
// and lock_test are several closures in a row, and schema snapshots.
type Locking struct {
	// File is the lock file; Dest is its place in the source tree.
	File File `json:"file"`
	// Platforms are those for which the file has hashes, such as "linux_amd64".
	Platforms []string `json:"platforms,omitempty"`
	// Built are the addresses of providers that are built in this repository: they
	// are not locked.
	Built []string `json:"built,omitempty"`
	// Extra are addresses, with version constraints, that are locked though none of
	// Modules requires them; BuildFile is where that is written.
	Extra     map[string]string `json:"extra,omitempty"`
	BuildFile string            `json:"build_file,omitempty"`
	// WithoutHashes are addresses that may be locked without hashes for a while.
	WithoutHashes []string `json:"without_hashes,omitempty"`
	// SchemaDir is the directory of schema snapshots in the source tree; empty for none.
	SchemaDir string `json:"schema_dir,omitempty"`
	// Schemas are the snapshots that are there.
	Schemas []File `json:"schemas,omitempty"`
	// SchemaFix is the command that renews the snapshots.
	SchemaFix string `json:"schema_fix,omitempty"`
}

// File is one input: where to read it and where it belongs in the staged tree.
type File struct {
	// Path is where to read the file (or directory) from.
	Path string `json:"path"`
	// Dest is its place: workspace-relative for sources, relative to the
	// provider's directory for provider data.
	Dest string `json:"dest"`
}

// Module is one OpenTofu module: a directory of configuration files.
type Module struct {
	// Label is the tofu_module target.
	Label string `json:"label"`
	// Dir is the module's directory, which is its Bazel package.
	Dir string `json:"dir"`
	// BuildFile is the file in which the target is written.
	BuildFile string `json:"build_file,omitempty"`
	// Srcs are the configuration files.
	Srcs []File `json:"srcs,omitempty"`
	// Data are other files which the configuration reads.
	Data []File `json:"data,omitempty"`
	// Deps are the directories of the modules it may call.
	Deps []string `json:"deps,omitempty"`
	// Source is the address by which a third-party module is called, such as
	// "terraform-aws-modules/vpc/aws" or "git::https://...?ref=v1"; empty for one
	// that is called by its path.
	Source string `json:"source,omitempty"`
	// Version is the version of a module whose Source is a registry's.
	Version string `json:"version,omitempty"`
}

// Provider is a provider: a plugin program, a snapshot of its schema, or both.
// One without a program is answered for from its snapshot; one with neither
// cannot be checked, which is a finding.
type Provider struct {
	// Label is the tofu_provider target.
	Label string `json:"label"`
	// Address is the source address, HOST/NAMESPACE/TYPE.
	Address string `json:"address"`
	// Version is the plugin's version, such as "0.1.0".
	Version string `json:"version"`
	// Platform is the plugin's platform, such as "linux_amd64".
	Platform string `json:"platform"`
	// Binary is the path of the plugin program; empty in schema mode.
	Binary string `json:"binary,omitempty"`
	// Schema is the path of the snapshot of its schema; empty for none.
	Schema string `json:"schema,omitempty"`
	// Lock is the command that changes the pin of a third-party provider, such as
	// "bazel run //tofu:lock"; empty for one that is built in this repository.
	Lock string `json:"lock,omitempty"`
	// Data are files that must lie beside the binary; Dest is relative to it.
	Data []File `json:"data,omitempty"`
}

// Stack is a root module deployed in one environment.
type Stack struct {
	// Name is the stack's name, such as "local".
	Name string `json:"name"`
	// Label is the stack's target without environment and verb.
	Label string `json:"label"`
	// Repo names the repository; it is the first part of the state's path.
	Repo string `json:"repo"`
	// Package is the stack's Bazel package.
	Package string `json:"package"`
	// Environment is the environment's name, such as "default".
	Environment string `json:"environment"`
	// Verb is what to do: preview, plan, apply, destroy, output, refresh,
	// console, state, handover or client_config.
	Verb string `json:"verb"`
	// VarFiles are the environment's variable files, in order.
	VarFiles []File `json:"var_files,omitempty"`
	// Backend says where the state lives.
	Backend Backend `json:"backend"`
	// Encryption, if not nil, is the environment's file with the content of an
	// encryption block, which tofu is given in TF_ENCRYPTION.
	Encryption *File `json:"encryption,omitempty"`
	// Summary names the output printed as a table after apply; empty for none.
	Summary string `json:"summary,omitempty"`
	// Markdown names the output with a text that ends the summaries of previews and
	// plans, and that stands in the stack's README; empty for none.
	Markdown string `json:"markdown,omitempty"`
	// Handover names the outputs that other stacks take as variables.
	Handover []string `json:"handover,omitempty"`
	// ClientConfig names the output that maps file paths to contents; empty for none.
	ClientConfig string `json:"client_config,omitempty"`
	// LockTimeout is how long to wait for the state's lock, such as "60s".
	LockTimeout string `json:"lock_timeout,omitempty"`
}

// Backend says where a stack's state lives.
type Backend struct {
	// Type is the backend's type, such as "local" or "s3".
	Type string `json:"type"`
	// Config are the -backend-config settings.
	Config map[string]string `json:"config,omitempty"`
	// File, if not nil, is the environment's file with more of them, as OpenTofu
	// reads partial configuration.
	File *File `json:"file,omitempty"`
}

// TreeFiles returns every file of the modules, tests and variable files: all that
// belongs in the staged tree of the workspace.
func (s *Spec) TreeFiles() []File {
	var all []File
	for _, m := range s.Modules {
		all = append(append(all, m.Srcs...), m.Data...)
	}
	all = append(all, s.Tests...)
	if s.Stack != nil {
		all = append(all, s.Stack.VarFiles...)
	}
	return all
}

// Module returns the module at dir, or nil.
func (s *Spec) Module(dir string) *Module {
	for i := range s.Modules {
		if s.Modules[i].Dir == dir {
			return &s.Modules[i]
		}
	}
	return nil
}
