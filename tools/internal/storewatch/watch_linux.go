package storewatch

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Watcher watches one store.
type Watcher struct {
	dir    string
	file   *os.File
	before map[string]bool
}

// Open begins to watch the store whose files are in dir. What happens from then on is
// told by Run.
func Open(dir string) (*Watcher, error) {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return nil, fmt.Errorf("watching the store: %w; see /proc/sys/fs/inotify/max_user_instances", err)
	}
	w := &Watcher{dir: dir, file: os.NewFile(uintptr(fd), "inotify"), before: map[string]bool{}}
	if _, err := unix.InotifyAddWatch(fd, dir, unix.IN_DELETE|unix.IN_ONLYDIR); err != nil {
		w.file.Close()
		return nil, fmt.Errorf("watching the store %q: %w", dir, err)
	}
	names, err := list(dir)
	for _, name := range names {
		w.before[name] = true
	}
	return w, err
}

func list(dir string) ([]string, error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("watching the store: %w", err)
	}
	defer d.Close()
	return d.Readdirnames(-1)
}

// Run tells each name of a path that was added, until ctx ends; then it tells what was
// added before that moment, and returns nil.
func (w *Watcher) Run(ctx context.Context, found func(name string)) error {
	defer w.file.Close()
	stop := context.AfterFunc(ctx, func() { w.file.SetReadDeadline(time.Now()) }) //nolint:errcheck // it has deadlines
	defer stop()
	buf := make([]byte, 64<<10)
	for {
		n, err := w.file.Read(buf)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return w.drain(buf, found)
		}
		if err != nil {
			return fmt.Errorf("watching the store %q: %w", w.dir, err)
		}
		if err := w.events(buf[:n], found); err != nil {
			return err
		}
	}
}

// drain reads what the kernel still holds.
func (w *Watcher) drain(buf []byte, found func(string)) error {
	fd := int(w.file.Fd())
	for {
		n, err := unix.Read(fd, buf)
		switch {
		case err == unix.EINTR:
		case err == unix.EAGAIN || n == 0:
			return nil
		case err != nil:
			return fmt.Errorf("watching the store %q: %w", w.dir, err)
		default:
			if err := w.events(buf[:n], found); err != nil {
				return err
			}
		}
	}
}

// events reads what the kernel wrote: a header of 16 bytes and a padded name each.
func (w *Watcher) events(data []byte, found func(string)) error {
	for len(data) >= unix.SizeofInotifyEvent {
		mask := binary.NativeEndian.Uint32(data[4:])
		size := int(binary.NativeEndian.Uint32(data[12:]))
		name, _, _ := bytes.Cut(data[unix.SizeofInotifyEvent:unix.SizeofInotifyEvent+size], []byte{0})
		data = data[unix.SizeofInotifyEvent+size:]
		switch {
		case mask&unix.IN_Q_OVERFLOW != 0:
			if err := w.rescan(found); err != nil {
				return err
			}
		case mask&unix.IN_IGNORED != 0:
			return fmt.Errorf("watching the store %q: the directory was removed", w.dir)
		default:
			if path, lock := strings.CutSuffix(string(name), ".lock"); lock {
				found(path)
			}
		}
	}
	return nil
}

// rescan tells all that is new, when the kernel had to drop events.
func (w *Watcher) rescan(found func(string)) error {
	names, err := list(w.dir)
	for _, name := range names {
		if !w.before[name] && !strings.HasSuffix(name, ".lock") {
			found(name)
		}
	}
	return err
}
