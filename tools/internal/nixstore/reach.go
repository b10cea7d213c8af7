package nixstore

// Reach is the part of a closure that roots, names of paths, and what they reference make
// up, in the closure's order.
func (c *Closure) Reach(roots []string) []*Path {
	index := make(map[string]int, len(c.Paths))
	for i := range c.Paths {
		index[c.Paths[i].Base] = i
	}
	in := make([]bool, len(c.Paths))
	for _, r := range roots {
		if i, found := index[r]; found {
			in[i] = true
		}
	}
	for i := len(c.Paths) - 1; i >= 0; i-- { // each before those that it references
		if !in[i] {
			continue
		}
		for _, r := range c.Paths[i].References {
			if on, found := index[r]; found {
				in[on] = true
			}
		}
	}
	var out []*Path
	for i := range c.Paths {
		if in[i] {
			out = append(out, &c.Paths[i])
		}
	}
	return out
}

// Pick are the paths of a closure with the given names, in the closure's order.
func (c *Closure) Pick(names []string) []*Path {
	wanted := make(map[string]bool, len(names))
	for _, n := range names {
		wanted[n] = true
	}
	var out []*Path
	for i := range c.Paths {
		if wanted[c.Paths[i].Base] {
			out = append(out, &c.Paths[i])
		}
	}
	return out
}
