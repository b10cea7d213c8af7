package capture

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/module"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

// readRepos says what the external repositories are made from. The collector has read
// the files of the main one.
func readRepos(r Request, external string, c *collector, s *snapshot.Snapshot) error {
	root, err := filepath.EvalSymlinks(r.Root)
	if err != nil {
		return fmt.Errorf("finding the work tree: %w", err)
	}
	names, err := made(external)
	if err != nil {
		return err
	}
	names = append(names, s.Graph.Repositories()...)
	slices.Sort(names)
	names = slices.Compact(names)
	s.Repos = map[string]snapshot.Repo{}
	used := map[string]bool{} // By other repositories' rules.
	for _, name := range names {
		repo, others, err := readRepo(root, r.Prefix, external, name)
		if err != nil {
			return fmt.Errorf("reading what repository %s is made from: %w", name, err)
		}
		s.Repos[name] = repo
		for _, other := range others {
			used[other] = true
		}
	}
	referred := c.referred()
	for name, repo := range s.Repos {
		if len(repo.Inputs) > 0 && !used[name] && !referred[module.OwnName(name)] {
			repo.Plain = plain(filepath.Join(external, name))
			s.Repos[name] = repo
		}
	}
	return nil
}

// made are the repositories that Bazel has made: also those that are only loaded
// from, of which no target is in the graph.
func made(external string) ([]string, error) {
	markers, err := filepath.Glob(filepath.Join(external, "@*.marker"))
	if err != nil {
		return nil, fmt.Errorf("listing repositories: %w", err)
	}
	names := make([]string, 0, len(markers))
	for _, m := range markers {
		names = append(names, strings.TrimSuffix(filepath.Base(m)[1:], ".marker"))
	}
	return names, nil
}

// readRepo says what one repository is made from; others are the repositories that its
// rule has read files of.
func readRepo(root, prefix, external, name string) (repo snapshot.Repo, others []string, err error) {
	if repo.Fingerprint, repo.Inputs, others, err = readMarker(root, prefix, external, name); err != nil {
		return repo, nil, err
	}
	if repo.Mappings, err = mappings(root, filepath.Join(external, name)); err != nil {
		return repo, nil, err
	}
	for _, m := range repo.Mappings {
		if m.Inside != "" {
			continue
		}
		// Its tags may be what a module extension reads.
		own, err := module.Read(func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(root, m.Path, name)) })
		if err != nil {
			return repo, nil, err
		}
		for _, p := range own.Mentioned {
			repo.Inputs = append(repo.Inputs, path.Join(m.Path, p), path.Join(m.Path, p)+"/")
		}
	}
	return repo, others, nil
}

// readMarker reads what Bazel notes of a repository that it has made: nothing of one
// that it has not.
func readMarker(root, prefix, external, name string) (fingerprint string, inputs, others []string, err error) {
	marker, err := os.ReadFile(filepath.Join(external, "@"+name+".marker"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil, nil, nil
	}
	if err != nil {
		return "", nil, nil, fmt.Errorf("reading what a repository is made from: %w", err)
	}
	// Another checkout of the same files made it of the same.
	marker = bytes.ReplaceAll(marker, []byte(escape(path.Join(filepath.ToSlash(root), prefix))+"/"), []byte("@@//"))
	marker = bytes.ReplaceAll(marker, []byte(escape(filepath.Dir(external))+"/"), nil)
	fingerprint, inputs, others = parseMarker(marker, prefix)
	return fingerprint, inputs, others, nil
}

// parseMarker reads what Bazel writes beside a repository that it has made: a
// digest of the rule and its attributes, then a line for each thing that the
// rule has looked at. Inputs are those of the main repository, as snapshot.Repo has
// them; others are the repositories that the rest is of. The environment's variables are
// left out: they are the machine's that made it, and no change of files changes them.
func parseMarker(marker []byte, prefix string) (fingerprint string, inputs, others []string) {
	h := sha256.New()
	for line := range bytes.Lines(marker) {
		kind, rest, _ := strings.Cut(strings.TrimSpace(string(line)), ":")
		if kind != "ENV" {
			h.Write(line)
		}
		switch kind {
		case "FILE", "DIRENTS", "DIRTREE":
			label, _, _ := strings.Cut(rest, " ")
			if !strings.HasPrefix(label, "@@//") {
				others = append(others, graph.Repository(label))
				continue
			}
			p := unescape(strings.TrimPrefix(label, "@@//"))
			inputs = append(inputs, path.Clean(prefix+strings.TrimPrefix(strings.Replace(p, ":", "/", 1), "/"))+ending(kind))
		}
	}
	slices.Sort(inputs)
	return fmt.Sprintf("%x", h.Sum(nil)[:16]), slices.Compact(inputs), others
}

// ending says how much of a path was looked at.
func ending(kind string) string {
	switch kind {
	case "DIRENTS":
		return "/*"
	case "DIRTREE":
		return "/"
	}
	return ""
}

// escape writes a name as Bazel does in markers.
func escape(name string) string {
	return strings.NewReplacer(`\`, `\\`, " ", `\s`, "\n", `\n`).Replace(name)
}

func unescape(name string) string {
	return strings.NewReplacer(`\\`, `\`, `\s`, " ", `\n`, "\n").Replace(name)
}

// mappings are the symbolic links, of an external repository or in it, that lead
// to files of this git repository.
func mappings(root, dir string) ([]snapshot.Mapping, error) {
	info, err := os.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var found []snapshot.Mapping
	if info.Mode()&fs.ModeSymlink != 0 {
		if p, ok := inside(root, dir); ok {
			return []snapshot.Mapping{{Path: p}}, nil
		}
		return nil, nil // Elsewhere on the machine: git does not tell its changes.
	}
	err = filepath.WalkDir(dir, func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.Type()&fs.ModeSymlink == 0 {
			return err
		}
		if p, ok := inside(root, file); ok {
			rel, _ := filepath.Rel(dir, file)
			found = append(found, snapshot.Mapping{Path: p, Inside: filepath.ToSlash(rel)})
		}
		return nil
	})
	return found, err
}

// inside is where a symbolic link leads, if that is in the work tree.
func inside(root, link string) (string, bool) {
	target, err := filepath.EvalSymlinks(link)
	if err != nil {
		// It may dangle now and not later.
		if target, err = os.Readlink(link); err != nil || !filepath.IsAbs(target) {
			return "", false
		}
	}
	rel, err := filepath.Rel(root, target)
	if err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}
