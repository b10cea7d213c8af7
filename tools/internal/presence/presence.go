// Package presence remembers on this machine what a Nix cache is known to have: store
// paths, believed for a while, and archives that were uploaded but that no .narinfo named
// yet when the push ended, so that the next one need not make and send them again.
//
// The record of a cache is one text file of appended lines. It is a hint: losing it costs
// requests, never correctness.
package presence

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
)

// Archive is an uploaded archive.
type Archive struct {
	// FileHash is the hash of the compressed archive, in Nix's base 32.
	FileHash string
	// FileSize is its size.
	FileSize int64
}

// Record is what is remembered of one cache. Many goroutines may use it at once.
type Record struct {
	mu       sync.Mutex
	path     string
	file     *os.File
	ttl      time.Duration
	now      func() time.Time
	paths    map[string]int64 // hash of the store path to the time, in seconds
	archives map[string]Archive
	noted    bool // the file has archives, also such as were dropped
}

// Dir is where records are kept: nixpush below XDG_CACHE_HOME, or ~/.cache.
func Dir() (string, error) {
	if dir := os.Getenv("XDG_CACHE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "nixpush"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("finding the cache directory: %w; set XDG_CACHE_HOME", err)
	}
	return filepath.Join(home, ".cache", "nixpush"), nil
}

// Open reads the record of the cache at url from dir. Entries older than ttl do not
// count; a ttl of 0 means that nothing is remembered, nor written.
func Open(dir, url string, ttl time.Duration, now func() time.Time) (*Record, error) {
	r := &Record{ttl: ttl, now: now, paths: map[string]int64{}, archives: map[string]Archive{}}
	if ttl == 0 {
		return r, nil
	}
	sum := sha256.Sum256([]byte(url))
	r.path = filepath.Join(dir, hex.EncodeToString(sum[:16]))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("keeping a record of the cache: %w; --presence-ttl 0 does without", err)
	}
	file, err := os.OpenFile(r.path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("keeping a record of the cache: %w; --presence-ttl 0 does without", err)
	}
	r.file = file
	if stale := r.load(file); stale > len(r.paths)+1000 {
		return r, r.rewrite()
	}
	return r, nil
}

// ahead is how far in the future an entry may be: clocks of machines that share a home
// differ, but one that was wrong must not be believed until its time comes.
const ahead = time.Minute

// load reads the lines, and counts those that do not matter any more.
func (r *Record) load(file io.Reader) (stale int) {
	oldest, newest := r.now().Add(-r.ttl).Unix(), r.now().Add(ahead).Unix()
	lines := bufio.NewReader(file)
	for {
		line, err := lines.ReadString('\n')
		if err != nil { // the last line, if there is one, was not written wholly
			return stale + min(len(line), 1)
		}
		words := strings.Fields(line)
		switch {
		case len(words) == 3 && words[0] == "p":
			if at, err := strconv.ParseInt(words[2], 10, 64); err == nil && at >= oldest && at <= newest {
				if _, again := r.paths[words[1]]; again {
					stale++
				}
				r.paths[words[1]] = at
				continue
			}
		case len(words) == 4 && words[0] == "n":
			if size, err := strconv.ParseInt(words[3], 10, 64); err == nil {
				r.archives[words[1]], r.noted = Archive{words[2], size}, true
				continue
			}
		}
		stale++
	}
}

// rewrite writes what counts into a new file.
func (r *Record) rewrite() error {
	const line = 48 // about: "p", the hash, the time
	text := bytes.NewBuffer(make([]byte, 0, line*len(r.paths)))
	for hash, at := range r.paths {
		fmt.Fprintf(text, "p %s %d\n", hash, at)
	}
	for key, a := range r.archives {
		fmt.Fprintf(text, "n %s %s %d\n", key, a.FileHash, a.FileSize)
	}
	if err := atomicfile.Write(r.path, text.Bytes(), 0o600); err != nil {
		return fmt.Errorf("keeping a record of the cache: %w", err)
	}
	r.file.Close()
	file, err := os.OpenFile(r.path, os.O_RDWR|os.O_APPEND, 0o600)
	r.file = file
	return err
}

// Has reports whether the cache is believed to have a store path.
func (r *Record) Has(hash string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, found := r.paths[hash]
	return found
}

// Add remembers that the cache has store paths.
func (r *Record) Add(hashes ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now().Unix()
	var text strings.Builder
	for _, hash := range hashes {
		if at, found := r.paths[hash]; found && now-at < int64(r.ttl.Seconds())/2 {
			continue // young enough
		}
		r.paths[hash] = now
		fmt.Fprintf(&text, "p %s %d\n", hash, now)
	}
	r.append(text.String())
}

// Archive is the archive that was uploaded for key, if one was.
func (r *Record) Archive(key string) (Archive, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	a, found := r.archives[key]
	return a, found
}

// AddArchive remembers an archive. Keys have no spaces.
func (r *Record) AddArchive(key string, a Archive) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.archives[key], r.noted = a, true
	r.append(fmt.Sprintf("n %s %s %d\n", key, a.FileHash, a.FileSize))
}

// DropArchive forgets an archive: a path that has it is visible. The file keeps it until
// all are dropped.
func (r *Record) DropArchive(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.archives, key)
}

// Forget empties the record: the cache is not what it was taken for.
func (r *Record) Forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.paths)
	clear(r.archives)
	if r.file != nil {
		r.file.Truncate(0) //nolint:errcheck // a hint
	}
}

// DropArchives forgets all archives: their paths are in the cache.
func (r *Record) DropArchives() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.noted || r.file == nil {
		return
	}
	clear(r.archives)
	r.noted = false
	r.rewrite() //nolint:errcheck // a hint
}

// append writes lines; that they are a hint forgives all errors.
func (r *Record) append(text string) {
	if r.file != nil && text != "" {
		r.file.WriteString(text) //nolint:errcheck // a hint
	}
}

// Close closes the file.
func (r *Record) Close() {
	if r.file != nil {
		r.file.Close()
	}
}
