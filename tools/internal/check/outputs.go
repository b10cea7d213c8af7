package check

import (
	"fmt"
	"os"
	"path"

	"github.com/gloriousflywheel/flywheel/tools/internal/outputslice"
)

// sources reads the configuration in directories, by file. If only outputs of the
// root module are asked for, it stages what they come from in its place, as far
// as that can be told.
func (w *work) sources(dirs, outputs []string) (map[string][]byte, error) {
	sources := map[string][]byte{}
	var modules []outputslice.Module
	for _, dir := range dirs {
		m := outputslice.Module{Dir: dir, Calls: map[string]string{}}
		for _, f := range w.tree.Config(dir) {
			src, err := os.ReadFile(f.Path)
			if err != nil {
				return nil, fmt.Errorf("reading the configuration: reading %s: %w", f.Dest, err)
			}
			sources[f.Dest] = src
			m.Files = append(m.Files, outputslice.File{Name: f.Dest, Src: src})
		}
		read, _, err := w.tree.Module(dir)
		if err != nil {
			return nil, err
		}
		for _, c := range read.Calls {
			if c.Local() {
				m.Calls[c.Name] = path.Join(dir, c.Source)
			}
		}
		modules = append(modules, m)
	}
	if len(outputs) == 0 {
		return sources, nil
	}
	files, _ := outputslice.Of(w.dir, modules, outputs)
	for _, f := range files {
		sources[f.Name] = f.Src
		if err := w.stage.Replace(f.Name, f.Src); err != nil {
			return nil, err
		}
	}
	return sources, nil
}
