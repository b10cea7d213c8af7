package localcache

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// logTailLines is how much of the log an error shows.
const logTailLines = 20

// logRotateBytes is the size at which a start puts the log aside.
const logRotateBytes = 16 << 20

// logTailBytes bounds what is read to find the last lines.
const logTailBytes = 64 << 10

// openLog opens the log for appending and says where this start's part
// begins. A log that has grown large becomes cached.log.1.
func (d Dir) openLog() (f *os.File, offset int64, err error) {
	if err := os.MkdirAll(filepath.Dir(d.LogFile()), 0o700); err != nil {
		return nil, 0, fmt.Errorf("making the log directory: %w", err)
	}
	if info, err := os.Stat(d.LogFile()); err == nil && info.Size() > logRotateBytes {
		if err := os.Rename(d.LogFile(), d.LogFile()+".1"); err != nil {
			return nil, 0, fmt.Errorf("putting the old log aside: %w", err)
		}
	}
	f, err = os.OpenFile(d.LogFile(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, 0, fmt.Errorf("opening the log: %w", err)
	}
	offset, err = f.Seek(0, io.SeekEnd)
	if err != nil {
		f.Close()
		return nil, 0, fmt.Errorf("finding the end of the log: %w", err)
	}
	return f, offset, nil
}

// tailLines are the last n lines of the file after offset; none when it cannot
// be read, because it serves an error that matters more.
func tailLines(path string, offset int64, n int) []string {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil
	}
	offset = max(offset, info.Size()-logTailBytes)
	data, err := io.ReadAll(io.NewSectionReader(f, offset, info.Size()-offset))
	if err != nil {
		return nil
	}
	text := strings.TrimRight(string(data), "\n")
	if text == "" {
		return nil
	}
	lines := strings.Split(text, "\n")
	return lines[max(0, len(lines)-n):]
}
