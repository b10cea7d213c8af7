package stack

import (
	"fmt"
	"strings"
)

// heldLock is what tofu tells of the state's lock when another run has it.
type heldLock struct {
	id, operation, who, created string
	// told says that tofu is telling it.
	told bool
}

// read takes what a line of tofu's messages, without colours, tells of the lock,
// perhaps behind a frame.
func (l *heldLock) read(line string) {
	line = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "│"))
	if line == "Lock Info:" {
		l.told = true
		return
	}
	name, value, ok := strings.Cut(line, ":")
	if value = strings.TrimSpace(value); !l.told || !ok {
		l.told = false
		return
	}
	switch name {
	case "ID":
		l.id = value
	case "Operation":
		l.operation = value
	case "Who":
		l.who = value
	case "Created":
		l.created = value
	}
}

// lockRemedy says who has the lock that tofu did not get, and what to do; it is
// empty if that was not the matter.
func (s *session) lockRemedy() string {
	if s.held.id == "" {
		return ""
	}
	text := fmt.Sprintf("\nThe state is locked by %s since %s (%s, ID %s). If that run is still at work, wait for it, perhaps longer: --lock-timeout=10m",
		s.held.who, s.held.created, s.held.operation, s.held.id)
	if s.local() {
		return text
	}
	return text + "\nIf it was killed, remove its lock: " + s.command("unlock", s.held.id)
}
