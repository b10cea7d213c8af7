package plugin

import (
	"strings"
	"sync"
)

// tail keeps the end of what a program writes.
type tail struct {
	mu   sync.Mutex
	text []byte
}

const (
	keptSize  = 64 << 10
	shownSize = 4 << 10
)

// Write appends, and forgets the oldest.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	if over := len(t.text) - keptSize; over > 0 {
		t.text = t.text[over:]
	}
	return len(p), nil
}

// String is the end of the text without the lines that are logs for programs.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var b strings.Builder
	for line := range strings.Lines(string(t.text)) {
		if !strings.HasPrefix(line, `{"@`) {
			b.WriteString(line)
		}
	}
	text := strings.TrimSpace(b.String())
	if over := len(text) - shownSize; over > 0 {
		text = "..." + text[over:]
	}
	return text
}
