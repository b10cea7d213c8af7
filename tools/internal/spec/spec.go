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
	// KindTest runs the module's *.tftest.hcl files.
	KindTest Kind = "test"
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
	// Root is the directory of the module to work on: the dir of Modules[0].
	Root string `json:"root,omitempty"`
	// Modules is the closure of modules, root first, each once.
	Modules []Module `json:"modules,omitempty"`
	// Providers are the in-repository providers that the closure uses.
	Providers []Provider `json:"providers,omitempty"`
	// Tests are the test files of kind test.
	Tests []File `json:"tests,omitempty"`
	// Files are the files to format, for fmt and fmt_fix. In fmt_fix an empty
	// list means every formattable file of the workspace.
	Files []File `json:"files,omitempty"`
	// Fix is the command that formats the files of kind fmt.
	Fix string `json:"fix,omitempty"`
	// Report is the path of the report that kind verdict judges.
	Report string `json:"report,omitempty"`
	// Stack is what kinds stack and client_config work on.
	Stack *Stack `json:"stack,omitempty"`
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
}

// Provider is a provider plugin built in this repository.
type Provider struct {
	// Label is the tofu_provider target.
	Label string `json:"label"`
	// Address is the source address, HOST/NAMESPACE/TYPE.
	Address string `json:"address"`
	// Version is the plugin's version, such as "0.1.0".
	Version string `json:"version"`
	// Platform is the plugin's platform, such as "linux_amd64".
	Platform string `json:"platform"`
	// Binary is the path of the plugin program.
	Binary string `json:"binary"`
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
	// Verb is what to do: plan, apply, destroy, output, refresh, console,
	// state or client_config.
	Verb string `json:"verb"`
	// VarFiles are the environment's variable files, in order.
	VarFiles []File `json:"var_files,omitempty"`
	// Backend says where the state lives.
	Backend Backend `json:"backend"`
	// Summary names the output printed as a table after apply; empty for none.
	Summary string `json:"summary,omitempty"`
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
