package gitdiff

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
)

// errMissing says that a name is of no object.
var errMissing = errors.New("there is no such object")

// objects is one git process that answers all questions for objects: starting
// one for each would cost more than all else that a content change needs.
type objects struct {
	mu   sync.Mutex
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
	stop context.CancelFunc
}

// start starts the process; it ends when its input is closed, also by our death.
func (o *objects) start(ctx context.Context, dir string) error {
	ctx, o.stop = context.WithCancel(ctx)
	cmd := exec.CommandContext(ctx, "git", "cat-file", "--batch")
	cmd.Dir = dir
	cmd.Env = environment()
	in, err := cmd.StdinPipe()
	if err != nil {
		return fmt.Errorf("starting git: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return fmt.Errorf("starting git: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("starting git: %w: install git 2.30 or later", err)
	}
	o.cmd, o.in, o.out = cmd, in, bufio.NewReaderSize(out, 64<<10)
	return nil
}

// get is the type and the content of the object with a name, such as "HEAD^{tree}"
// or "HEAD:path". errMissing where there is none.
func (o *objects) get(ctx context.Context, dir, name string) (kind, id string, content []byte, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := context.Cause(ctx); err != nil {
		return "", "", nil, err
	}
	if strings.ContainsAny(name, "\n\x00") {
		return "", "", nil, errMissing // It cannot be asked for; see Tree.Read.
	}
	if o.cmd == nil {
		// Not this question's context: the process serves later ones too.
		if err := o.start(context.WithoutCancel(ctx), dir); err != nil {
			return "", "", nil, err
		}
	}
	if _, err := io.WriteString(o.in, name+"\n"); err != nil {
		return "", "", nil, fmt.Errorf("asking git for %s: %w", name, err)
	}
	header, err := o.out.ReadString('\n')
	if err != nil {
		return "", "", nil, fmt.Errorf("asking git for %s: %w", name, err)
	}
	fields := strings.Fields(strings.TrimPrefix(header, name))
	if strings.HasPrefix(header, name+" ") && len(fields) == 1 { // "missing" or "ambiguous"
		return "", "", nil, errMissing
	}
	fields = strings.Fields(header)
	if len(fields) != 3 {
		return "", "", nil, fmt.Errorf("asking git for %s: it answers %q", name, strings.TrimSpace(header))
	}
	size, err := strconv.ParseInt(fields[2], 10, 64)
	if err != nil {
		return "", "", nil, fmt.Errorf("asking git for %s: it answers %q", name, strings.TrimSpace(header))
	}
	content = make([]byte, size+1) // And the end of the line.
	if _, err := io.ReadFull(o.out, content); err != nil {
		return "", "", nil, fmt.Errorf("asking git for %s: %w", name, err)
	}
	return fields[1], fields[0], content[:size], nil
}

// close ends the process.
func (o *objects) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.cmd == nil {
		return
	}
	o.in.Close()
	o.stop()
	_ = o.cmd.Wait() // It was killed, or would have ended by itself.
	o.cmd = nil
}

// environment is that of all git processes: no locks that others could wait
// for, messages that can be read.
func environment() []string {
	return append(os.Environ(), "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C", "GIT_LITERAL_PATHSPECS=1")
}
