package pushrun

import (
	"sync"

	"github.com/gloriousflywheel/flywheel/tools/internal/nixstore"
)

// What became of a path.
const (
	waiting = iota
	visible
	failed
	withheld
)

// graph is the order in which paths become visible.
type graph struct {
	mu         sync.Mutex
	dependents [][]int32 // paths that reference a path
	references []int32   // how many of a path's are not visible yet
	state      []uint8
	stored     []bool          // of a path: the cache has its archive
	left       int             // paths that wait
	gates      []int32         // how many of a path's references must do something before it starts
	gated      []bool          // of a path: its dependents still wait for it to start
	calls      map[int32]*call // those who wait for a path's references
}

// call wakes one who waits for the references of a path.
type call struct {
	done chan struct{}
	ok   bool
}

// newGraph makes the graph of paths, which stand after those that they reference.
// References that are not among them are in the cache.
func newGraph(paths []*nixstore.Path) *graph {
	n := len(paths)
	g := &graph{
		dependents: make([][]int32, n), references: make([]int32, n), state: make([]uint8, n), stored: make([]bool, n), left: n,
		gates: make([]int32, n), gated: make([]bool, n), calls: map[int32]*call{},
	}
	index := make(map[string]int32, n)
	for i, p := range paths {
		for _, r := range p.References {
			if on, found := index[r]; found {
				g.dependents[on] = append(g.dependents[on], int32(i))
				g.references[i]++
				g.gates[i]++
			}
		}
		g.gated[i] = true
		index[p.Base] = int32(i) // after its references: it is none of its own
	}
	return g
}

// roots are the paths that may start at once.
func (g *graph) roots() []int32 {
	var out []int32
	for i, n := range g.gates {
		if n == 0 {
			out = append(out, int32(i))
		}
	}
	return out
}

// started says that a path will be visible soon; it returns those that may start now.
func (g *graph) started(i int32) []int32 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.open(i)
}

func (g *graph) open(i int32) []int32 {
	if !g.gated[i] {
		return nil
	}
	g.gated[i] = false
	var out []int32
	for _, d := range g.dependents[i] {
		if g.gates[d]--; g.gates[d] == 0 {
			out = append(out, d)
		}
	}
	return out
}

// archived says that the cache has a path's archive. It reports whether the path is ready
// to become visible: of archived and [graph.published] exactly one says so.
func (g *graph) archived(i int32) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.stored[i] = true
	return g.references[i] == 0 && g.state[i] == waiting
}

// published says that a path is visible. It returns the paths that are ready now: their
// references are all visible, and their archives stored; and those that may start now.
func (g *graph) published(i int32) (ready, start []int32) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.state[i] = visible
	g.left--
	for _, d := range g.dependents[i] {
		if g.references[d]--; g.references[d] == 0 && g.state[d] == waiting {
			g.wake(d, true)
			if g.stored[d] {
				ready = append(ready, d)
			}
		}
	}
	return ready, g.open(i)
}

// fail says that a path could not be uploaded: whatever references it, directly or not,
// must stay invisible. It returns how many more are withheld now: one less where the path
// was itself withheld before.
func (g *graph) fail(i int32) (more int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.state[i] == withheld {
		more--
	} else {
		g.left--
	}
	g.state[i] = failed
	for stack := []int32{i}; len(stack) > 0; {
		top := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, d := range g.dependents[top] {
			if g.state[d] == waiting {
				g.state[d] = withheld
				g.left--
				g.wake(d, false)
				more++
				stack = append(stack, d)
			}
		}
	}
	return more
}

// refused reports whether a path is not to be uploaded any more.
func (g *graph) refused(i int32) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.state[i] != waiting
}

// remaining is the number of paths that still wait.
func (g *graph) remaining() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.left
}

// call is what an upload waits for: when done is closed and ok is true, all references of
// the path are visible.
func (g *graph) call(i int32) *call {
	g.mu.Lock()
	defer g.mu.Unlock()
	c := g.calls[i]
	if c != nil { // an attempt before this one made it
		return c
	}
	c = &call{done: make(chan struct{})}
	switch {
	case g.state[i] != waiting:
		close(c.done)
	case g.references[i] == 0:
		c.ok = true
		close(c.done)
	default:
		g.calls[i] = c
	}
	return c
}

func (g *graph) wake(i int32, ok bool) {
	if c, found := g.calls[i]; found {
		c.ok = ok
		close(c.done)
		delete(g.calls, i)
	}
}
