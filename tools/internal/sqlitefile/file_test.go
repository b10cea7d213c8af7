package sqlitefile_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/internal/sqlitefile"
)

// copied copies a database of testdata, all its files, to where a test may change it.
func copied(t *testing.T, name string) string {
	t.Helper()
	dir := t.TempDir()
	for _, suffix := range []string{"", "-wal", "-shm"} {
		data, err := os.ReadFile(filepath.Join("testdata", name+suffix))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name+suffix), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(filepath.Join(dir, name), old, old); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, name)
}

func open(t *testing.T, path string) *sqlitefile.File {
	t.Helper()
	f, err := sqlitefile.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return f
}

func numbers() []int64 {
	return []int64{0, 1, -1, 127, -128, 300, -40000, 8388607, math.MinInt32, 1 << 40, -(1 << 47), math.MaxInt64, math.MinInt64}
}

// row is the row that testdata/make.py wrote for i.
func row(i int) []sqlitefile.Value {
	var number sqlitefile.Value
	if i%17 != 0 {
		number = numbers()[i%13]
	}
	rest := strings.Repeat("x", i*7%90)
	if i%50 == 0 {
		rest = strings.Repeat(fmt.Sprintf("long %d ", i), 300)
	}
	return []sqlitefile.Value{nil, fmt.Sprintf("word %05d", i*7919%100000), number, rest} // the key is the row's number
}

// Every row by its number, by a word and by a pair of numbers, in files with deep trees, and
// in a log that the file does not have yet.
func TestRows(t *testing.T) {
	for name, rows := range map[string]int{"small-pages.sqlite": 299, "log.sqlite": 399} {
		t.Run(name, func(t *testing.T) {
			f := open(t, copied(t, name))
			schema, err := f.Schema()
			if err != nil || !strings.HasPrefix(schema["words"].SQL, "CREATE TABLE words (id integer primary key") {
				t.Fatalf("schema %v, %v", schema, err)
			}
			for i := 1; i <= rows; i++ {
				want, deleted := row(i), name == "log.sqlite" && i == 10
				if deleted {
					want = nil
				}
				got, err := f.Row(schema["words"].Root, int64(i*3))
				if d := cmp.Diff(want, got); d != "" || err != nil {
					t.Fatalf("row %d: %v (-want +got)\n%s", i, err, d)
				}
				id := int64(0)
				err = f.Find(schema["sqlite_autoindex_words_1"].Root, []sqlitefile.Value{row(i)[1]}, func(v []sqlitefile.Value) error {
					id = v[1].(int64)
					return nil
				})
				if err != nil || (id == int64(i*3)) == deleted {
					t.Errorf("row of %q: %d, %v", row(i)[1], id, err)
				}
				pairs(t, f, schema["sqlite_autoindex_pairs_1"].Root, i)
			}
			for _, absent := range []int64{0, 1, int64(rows)*3 + 3, -5} {
				if got, err := f.Row(schema["words"].Root, absent); got != nil || err != nil {
					t.Errorf("row %d: %v, %v; there is none", absent, got, err)
				}
			}
			if err := f.Unchanged(); err != nil {
				t.Error(err)
			}
		})
	}
}

// pairs looks up all pairs of one number, which are in order.
func pairs(t *testing.T, f *sqlitefile.File, index uint32, i int) {
	t.Helper()
	var want, got []int64
	for k := range i % 5 {
		want = append(want, int64(i*k%97+100*k))
	}
	err := f.Find(index, []sqlitefile.Value{int64(i)}, func(v []sqlitefile.Value) error {
		got = append(got, v[1].(int64))
		return nil
	})
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Fatalf("pairs of %d: %v (-want +got)\n%s", i, err, d)
	}
}

// What cannot be trusted is refused, or told when all was read.
func TestRefuses(t *testing.T) {
	patch := func(suffix string, at int64, data ...byte) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			f, err := os.OpenFile(path+suffix, os.O_RDWR|os.O_CREATE, 0o600)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if _, err := f.WriteAt(data, at); err != nil {
				t.Fatal(err)
			}
		}
	}
	remove := func(suffix string) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			if err := os.Remove(path + suffix); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, tc := range []struct {
		reason, name string
		change       func(*testing.T, string)
		late         bool // it happens after the database was opened
	}{
		{"another kind of file", "small-pages.sqlite", patch("", 0, 'X'), false},
		{"a later format", "small-pages.sqlite", patch("", 19, 3), false},
		{"text in UTF-16", "small-pages.sqlite", patch("", 59, 2), false},
		{"a journal to roll back", "small-pages.sqlite", patch("-journal", 0, 1), false},
		{"a journal that appears", "small-pages.sqlite", patch("-journal", 0, 1), true},
		{"a transaction meanwhile", "small-pages.sqlite", patch("", 27, 99), true},
		{"a page written meanwhile", "small-pages.sqlite", patch("", 3000, 1), true},
		{"a log that appears", "small-pages.sqlite", patch("-wal", 0, 1), true},
		{"a log without index", "log.sqlite", remove("-shm"), false},
		{"an index that is being written", "log.sqlite", patch("-shm", 16, 9), false},
		{"an index that nobody has set up", "log.sqlite", patch("-shm", 12, 0), false},
		{"an index of another log", "log.sqlite", patch("-wal", 32+8, 9), false},
		{"a log that is cut short", "log.sqlite", func(t *testing.T, path string) {
			if err := os.Truncate(path+"-wal", 2000); err != nil {
				t.Fatal(err)
			}
		}, false},
		{"a transaction in the log meanwhile", "log.sqlite", patch("-shm", 8, 99), true},
		{"another index in its place", "log.sqlite", func(t *testing.T, path string) {
			data, err := os.ReadFile(path + "-shm")
			if err != nil {
				t.Fatal(err)
			}
			remove("-shm")(t, path)
			patch("-shm", 0, data...)(t, path)
		}, true},
	} {
		t.Run(tc.reason, func(t *testing.T) {
			path := copied(t, tc.name)
			if !tc.late {
				tc.change(t, path)
			}
			f, err := sqlitefile.Open(path)
			if !tc.late {
				if !errors.Is(err, sqlitefile.ErrUnusable) {
					t.Errorf("opening: %v, want ErrUnusable", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if err := f.Unchanged(); err != nil {
				t.Fatalf("before anything happened: %v", err)
			}
			tc.change(t, path)
			if err := f.Unchanged(); !errors.Is(err, sqlitefile.ErrChanged) {
				t.Errorf("afterwards: %v, want ErrChanged", err)
			}
		})
	}
}

// A frame that is written over while the log is read is noticed.
func TestFrameWrittenOver(t *testing.T) {
	path := copied(t, "log.sqlite")
	f := open(t, path)
	log, err := os.OpenFile(path+"-wal", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	info, err := log.Stat()
	if err != nil {
		t.Fatal(err)
	}
	for at := int64(32); at < info.Size(); at += 24 + 1024 { // the salts of a new log
		if _, err := log.WriteAt(binary.BigEndian.AppendUint64(nil, 7), at+8); err != nil {
			t.Fatal(err)
		}
	}
	failed := false
	for i := 1; i < 400; i++ {
		schema, err := f.Schema()
		if err == nil {
			_, err = f.Row(schema["words"].Root, int64(i*3))
		}
		failed = failed || errors.Is(err, sqlitefile.ErrChanged)
	}
	if !failed {
		t.Error("pages of another log were taken for its own")
	}
}

// Whatever is wrong with a file, reading it ends, with an error or without.
func TestDamagedFiles(t *testing.T) {
	whole, err := os.ReadFile("testdata/small-pages.sqlite")
	if err != nil {
		t.Fatal(err)
	}
	path := copied(t, "small-pages.sqlite")
	old := time.Now().Add(-time.Hour)
	for at := 100; at < len(whole); at += 13 {
		data := append([]byte(nil), whole...)
		data[at] ^= byte(0x55 + at%128)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
		f, err := sqlitefile.Open(path)
		if err != nil {
			continue
		}
		if schema, err := f.Schema(); err == nil {
			for i := 0; i < 900; i += 41 {
				f.Row(schema["words"].Root, int64(i))                                                                                            //nolint:errcheck // it returns
				f.Find(schema["sqlite_autoindex_pairs_1"].Root, []sqlitefile.Value{int64(i / 3)}, func([]sqlitefile.Value) error { return nil }) //nolint:errcheck
				f.Find(schema["sqlite_autoindex_words_1"].Root, []sqlitefile.Value{"word 07919"}, func([]sqlitefile.Value) error { return nil }) //nolint:errcheck
			}
		}
		f.Close()
	}
}
