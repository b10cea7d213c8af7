package nixstore

import (
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/sqlitefile"
)

// schemaVersion is the version of the layout of the store's database, of Nix 2.0 to 2.34.
const schemaVersion = "10"

// pathColumns are those of the table of paths, in order.
func pathColumns() []string {
	return []string{"id", "path", "hash", "registrationTime", "deriver", "narSize", "ultimate", "sigs", "ca"}
}

// errElsewhere is the error for a store that Nix has to be asked about.
var errElsewhere = errors.New("the store's database cannot be read directly")

// database reads the paths of a store from its database, which is many times as fast as
// asking Nix, and takes a fraction of the memory.
type database struct {
	file                       *sqlitefile.File
	paths, byName, byReference uint32
	storeDir                   string
}

// databaseFile is where the database of a store is; store is what nix's --store takes.
func databaseFile(store string) (string, error) {
	store = cmp.Or(store, os.Getenv("NIX_REMOTE"))
	plain, query, _ := strings.Cut(store, "?")
	parameters, err := url.ParseQuery(query)
	if err != nil || os.Getenv("NIX_DAEMON_SOCKET_PATH") != "" {
		return "", errElsewhere
	}
	root, state := parameters.Get("root"), parameters.Get("state")
	switch {
	case plain == "", plain == "auto", plain == "local", plain == "daemon", plain == "local://", plain == "unix://":
	case filepath.IsAbs(plain):
		root = plain
	default:
		return "", errElsewhere
	}
	switch {
	case state != "":
	case root != "":
		state = filepath.Join(root, "nix/var/nix")
	default:
		state = cmp.Or(os.Getenv("NIX_STATE_DIR"), "/nix/var/nix")
	}
	return filepath.Join(state, "db/db.sqlite"), nil
}

// openDatabase opens the database of a store.
func openDatabase(store string) (*database, error) {
	file, err := databaseFile(store)
	if err != nil {
		return nil, err
	}
	version, err := os.ReadFile(filepath.Join(filepath.Dir(file), "schema"))
	if err != nil || strings.TrimSpace(string(version)) != schemaVersion {
		return nil, errElsewhere
	}
	f, err := sqlitefile.Open(file)
	if err != nil {
		return nil, err
	}
	d := &database{file: f, storeDir: StoreDir()}
	if err := d.tables(); err != nil {
		f.Close()
		return nil, err
	}
	return d, nil
}

// tables finds the tables, and makes sure that they are what they are taken for.
func (d *database) tables() error {
	schema, err := d.file.Schema()
	if err != nil {
		return err
	}
	columns := columnsOf(schema["ValidPaths"].SQL)
	if len(columns) < len(pathColumns()) || !slices.Equal(columns[:len(pathColumns())], pathColumns()) {
		return errElsewhere
	}
	if refs := columnsOf(schema["Refs"].SQL); len(refs) < 2 || refs[0] != "referrer" || refs[1] != "reference" {
		return errElsewhere
	}
	d.paths = schema["ValidPaths"].Root
	d.byName, d.byReference = schema["sqlite_autoindex_ValidPaths_1"].Root, schema["sqlite_autoindex_Refs_1"].Root
	if d.paths == 0 || d.byName == 0 || d.byReference == 0 {
		return errElsewhere
	}
	return nil
}

// columnsOf are the first words of what stands in the parentheses of a statement.
func columnsOf(sql string) []string {
	_, inner, _ := strings.Cut(sql, "(")
	var names []string
	for line := range strings.SplitSeq(inner, "\n") { // comments have commas
		line, _, _ = strings.Cut(line, "--")
		for part := range strings.SplitSeq(line, ",") {
			if words := strings.Fields(part); len(words) > 1 {
				names = append(names, words[0])
			}
		}
	}
	return names
}

// id is the number of a path; 0 if it is not valid.
func (d *database) id(path string) (id int64, err error) {
	err = d.file.Find(d.byName, []sqlitefile.Value{path}, func(v []sqlitefile.Value) error {
		id, _ = v[len(v)-1].(int64)
		return nil
	})
	return id, err
}

// references are the numbers of the paths that a path references.
func (d *database) references(id int64) (all []int64, err error) {
	err = d.file.Find(d.byReference, []sqlitefile.Value{id}, func(v []sqlitefile.Value) error {
		reference, _ := v[1].(int64)
		all = append(all, reference)
		return nil
	})
	return all, err
}

// path is what the database knows of a path, without its references.
func (d *database) path(id int64) (Path, error) {
	row, err := d.file.Row(d.paths, id)
	if err != nil {
		return Path{}, err
	}
	text := func(column int) string {
		if column >= len(row) { // the row is older than the column
			return ""
		}
		s, _ := row[column].(string)
		return s
	}
	out := Path{CA: text(8), References: []string{}}
	name, found := strings.CutPrefix(text(1), d.storeDir+"/")
	digest, err := hex.DecodeString(strings.TrimPrefix(text(2), "sha256:"))
	if !found || err != nil || len(digest) != len(out.NarHash) || CheckBase(name) != nil {
		return out, fmt.Errorf("%w: path %q, hash %q", errElsewhere, text(1), text(2))
	}
	out.Base, out.NarHash = name, Hash(digest)
	if out.NarSize, _ = row[5].(int64); out.NarSize == 0 { // Nix finds it out
		return out, errElsewhere
	}
	if deriver := text(4); deriver != "" {
		out.Deriver = filepath.Base(deriver)
	}
	if sigs := strings.Fields(text(7)); len(sigs) > 0 {
		out.Signatures = sigs
	}
	return out, nil
}
