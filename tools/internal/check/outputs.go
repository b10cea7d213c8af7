package check

import (
	"fmt"
	"path"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/outputslice"
)

// sources reads the configuration in directories, by file. If only outputs of the
// root module are asked for, it stages what they come from in its place, as far
// as that can be told.
func (w *work) sources(dirs, outputs []string) (map[string][]byte, error) {
	sources := map[string][]byte{}
	take := func(files []hclfile.File) {
		for _, f := range files {
			sources[f.Name] = f.Src
		}
	}
	var modules []outputslice.Module
	for _, dir := range dirs {
		files, err := contents(w.tree.Config(dir))
		if err != nil {
			return nil, fmt.Errorf("reading the configuration: %w", err)
		}
		take(files)
		modules = append(modules, outputslice.Module{Dir: dir, Files: files})
	}
	if len(outputs) == 0 {
		return sources, nil
	}
	if err := w.calls(modules); err != nil {
		return nil, err
	}
	changed, _ := outputslice.Of(w.dir, modules, outputs)
	take(changed)
	for _, f := range changed {
		if err := w.stage.Replace(f.Name, f.Src); err != nil {
			return nil, err
		}
	}
	return sources, nil
}

// calls adds which modules each calls.
func (w *work) calls(modules []outputslice.Module) error {
	for i, m := range modules {
		read, _, err := w.tree.Module(m.Dir)
		if err != nil {
			return err
		}
		modules[i].Calls = map[string]string{}
		for _, c := range read.Calls {
			if c.Local() {
				modules[i].Calls[c.Name] = path.Join(m.Dir, c.Source)
			}
		}
	}
	return nil
}
