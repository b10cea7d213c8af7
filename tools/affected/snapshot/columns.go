package snapshot

import (
	"encoding/binary"
	"maps"
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
)

// encodeLabels and the functions after it write the graph's columns as they are
// in memory: little-endian numbers of four bytes, digests of sixteen.
func encodeLabels(c graph.Columns) []byte {
	out := appendTable(nil, c.Labels)
	out = append(out, c.Kinds...)
	out = appendNumbers(out, c.Classes)
	return appendTable(out, c.ClassNames)
}

// decodeLabels reads what encodeLabels wrote.
func decodeLabels(section []byte) (graph.Columns, error) {
	var c graph.Columns
	d := &decoder{in: section}
	c.Labels = d.table()
	c.Kinds = slices.Clone(d.bytes(len(c.Labels)))
	c.Classes = d.numbers()
	c.ClassNames = d.table()
	if !slices.IsSorted(c.Labels) || len(c.Classes) != len(c.Labels) || len(c.Kinds) != len(c.Labels) {
		d.fail()
	}
	for i := range c.Classes {
		if int(c.Classes[i]) >= len(c.ClassNames) || int(c.Kinds[i]) >= len(graph.KindNames()) {
			d.fail()
			break
		}
	}
	return c, d.finish()
}

func encodeEdges(out []byte, e graph.Edges) []byte {
	return appendNumbers(appendNumbers(out, e.Start), e.To)
}

// edges reads lists for n targets, of numbers below n.
func (d *decoder) edges(n int) graph.Edges {
	e := graph.Edges{Start: d.numbers(), To: d.numbers()}
	if len(e.Start) != n+1 || !slices.IsSorted(e.Start) || int(e.Start[n]) != len(e.To) {
		d.fail()
		return graph.Edges{Start: make([]uint32, n+1)}
	}
	for _, to := range e.To {
		if int(to) >= n {
			d.fail()
			return graph.Edges{Start: make([]uint32, n+1)}
		}
	}
	return e
}

func encodeDetail(detail graph.Detail) []byte {
	out := encodeEdges(encodeEdges(encodeEdges(nil, detail.Inputs), detail.Unused), detail.Extra)
	return appendDigests(appendDigests(out, detail.Digests), detail.Configs)
}

func decodeDetail(section []byte, n int) (graph.Detail, error) {
	d := &decoder{in: section}
	detail := graph.Detail{Inputs: d.edges(n), Unused: d.edges(n), Extra: d.edges(n), Digests: d.digests(n), Configs: d.digests(n)}
	return detail, d.finish()
}

// emptyDetail stands in for one that could not be read.
func emptyDetail(n int) graph.Detail {
	none := graph.Edges{Start: make([]uint32, n+1)}
	return graph.Detail{Inputs: none, Unused: none, Extra: none, Digests: make([]graph.Digest, n), Configs: make([]graph.Digest, n)}
}

func appendNumbers(out []byte, numbers []uint32) []byte {
	out = binary.AppendUvarint(out, uint64(len(numbers)))
	for _, n := range numbers {
		out = binary.LittleEndian.AppendUint32(out, n)
	}
	return out
}

func (d *decoder) numbers() []uint32 {
	numbers := make([]uint32, d.count(4))
	for i := range numbers {
		numbers[i] = binary.LittleEndian.Uint32(d.in[4*i:])
	}
	d.bytes(4 * len(numbers))
	return numbers
}

func appendDigests(out []byte, digests []graph.Digest) []byte {
	for i := range digests {
		out = append(out, digests[i][:]...)
	}
	return out
}

func (d *decoder) digests(n int) []graph.Digest {
	digests := make([]graph.Digest, n)
	data := d.bytes(n * len(graph.Digest{}))
	for i := range digests {
		data = data[copy(digests[i][:], data):]
	}
	return digests
}

// bytes are the next n bytes; zeros where there are no more.
func (d *decoder) bytes(n int) []byte {
	if n > len(d.in) {
		d.fail()
		return make([]byte, n)
	}
	out := d.in[:n]
	d.in = d.in[n:]
	return out
}

// attributes writes or reads the kept attributes, by target.
func attributes(c codec, attrs *map[uint32]map[string][]string) {
	type entry struct {
		target uint64
		attrs  map[string][]string
	}
	var entries []entry
	for _, target := range slices.Sorted(maps.Keys(*attrs)) {
		entries = append(entries, entry{uint64(target), (*attrs)[target]})
	}
	list(c, &entries, func(e *entry) {
		c.number(&e.target)
		dict(c, &e.attrs, func(values *[]string) { texts(c, values) })
	})
	if _, reading := c.(*decoder); reading {
		*attrs = make(map[uint32]map[string][]string, len(entries))
		for _, e := range entries {
			(*attrs)[uint32(e.target)] = e.attrs
		}
	}
}
