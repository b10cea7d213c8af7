package loads

import (
	"path"
	"slices"
	"strings"
)

// Graph is what each file of the main repository loads, by the files' labels.
type Graph map[string]File

// Others stands for the files of other repositories that load ones of the main
// repository.
const Others = "@others"

// Path is where the file with a label of the main repository lies in the
// workspace.
func Path(label string) string {
	pkg, name, _ := strings.Cut(strings.TrimPrefix(label, "//"), ":")
	return path.Join(pkg, name)
}

// At are the labels by which files at the given paths are loaded.
func (g Graph) At(paths map[string]bool) []string {
	found := map[string]bool{}
	for name, f := range g {
		for _, label := range append(slices.Clone(f.Loads), name) {
			if !External(label) && paths[Path(label)] {
				found[label] = true
			}
		}
	}
	return sorted(found)
}

// Users are the labels of files that load one of the given files, over any
// number of others; the given ones are not among them unless they are loaded too.
func (g Graph) Users(changed []string) []string {
	users := map[string][]string{}
	for name, f := range g {
		for _, loaded := range f.Loads {
			users[loaded] = append(users[loaded], name)
		}
	}
	found := map[string]bool{}
	for queue := slices.Clone(changed); len(queue) > 0; queue = queue[1:] {
		for _, user := range users[queue[0]] {
			if !found[user] {
				found[user] = true
				queue = append(queue, user)
			}
		}
	}
	return sorted(found)
}

// Closure are the files that the given ones load, over any number of others,
// the given ones included; of other repositories' files the labels.
func (g Graph) Closure(roots []string) []string {
	found := map[string]bool{}
	for queue := slices.Clone(roots); len(queue) > 0; queue = queue[1:] {
		if !found[queue[0]] {
			found[queue[0]] = true
			queue = append(queue, g[queue[0]].Loads...)
		}
	}
	return sorted(found)
}

// External says that a load is of another repository.
func External(load string) bool { return strings.HasPrefix(load, "@") }

func sorted(set map[string]bool) []string {
	list := make([]string, 0, len(set))
	for name := range set {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}
