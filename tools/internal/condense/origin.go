package condense

// Run names a run.
type Run struct {
	// File is the test file that has it.
	File string
	// Name is its label.
	Name string
}

// origin tells where the runs and lines of a file that was put together come from.
type origin struct {
	runs  map[string]Run
	parts []part
}

// part is lines that come from one place: those from line on, to the next part.
type part struct {
	line int
	file string
	from int
}

func (o *origin) add(line int, file string, from int) {
	o.parts = append(o.parts, part{line, file, from})
}

// Run is the run, as it was written, that one of this pass stands for; where it
// stands for several, the first.
func (p Pass) Run(r Run) Run {
	if o, ok := p.origins[r.File]; ok && o.runs[r.Name] != (Run{}) {
		return o.runs[r.Name]
	}
	return r
}

// Place is where a line of a file of this pass was written.
func (p Pass) Place(file string, line int) (string, int) {
	at := part{1, file, 1}
	for _, next := range p.origins[file].parts {
		if next.line <= line {
			at = next
		}
	}
	return at.file, at.from + line - at.line
}
