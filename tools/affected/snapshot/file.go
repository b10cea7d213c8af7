package snapshot

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"sync"

	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
	"github.com/klauspost/compress/zstd"
)

const magic = "fwaffect"

// maxSize bounds what a damaged file can make us allocate.
const maxSize = 1 << 30

// ErrForeign says that a file is no snapshot that this program can read.
var ErrForeign = errors.New("it is no snapshot of this version of affected")

// The sections of a file, in their order. Each is one zstd frame, and decoded when
// it is first needed: to follow a changed source takes the first three.
const (
	sectionFacts = iota
	sectionLabels
	sectionUsers
	sectionDetail
	sectionAttributes
	sectionLoads
	sectionActions
	sections
)

// Encode is the snapshot as a file: the magic bytes, the format's version, a
// checksum of what follows, the lengths of the sections, the sections. The same
// snapshot makes the same file.
func (s *Snapshot) Encode() ([]byte, error) {
	if err := s.Err(); err != nil {
		return nil, err
	}
	c, load, layer := s.Graph.Columns(), s.Loads(), s.Actions()
	if layer == nil {
		layer = &Actions{}
	}
	plain := [sections][]byte{
		sectionFacts:      encode(s.fields),
		sectionLabels:     encodeLabels(c),
		sectionUsers:      encodeEdges(nil, c.Users()),
		sectionDetail:     encodeDetail(c.Detail()),
		sectionAttributes: encode(func(codec codec) { attributes(codec, &c.Attrs) }),
		sectionLoads:      encode(func(codec codec) { loaded(codec, &load) }),
		sectionActions:    encode(func(codec codec) { acted(codec, layer) }),
	}
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("compressing a snapshot: %w", err)
	}
	defer enc.Close()
	var lengths, frames []byte
	for _, section := range plain {
		frame := enc.EncodeAll(section, nil)
		lengths = binary.AppendUvarint(lengths, uint64(len(frame)))
		frames = append(frames, frame...)
	}
	body := append(lengths, frames...)
	head := append([]byte(magic), formatVersion)
	head = binary.LittleEndian.AppendUint32(head, checksum(body))
	return append(head, body...), nil
}

func checksum(body []byte) uint32 { return crc32.Checksum(body, crc32.MakeTable(crc32.Castagnoli)) }

// Decode reads a file that Encode made. It keeps the data for the sections that
// it does not read yet.
func Decode(data []byte) (*Snapshot, error) {
	head := append([]byte(magic), formatVersion)
	if !bytes.HasPrefix(data, head) || len(data) < len(head)+4 {
		return nil, ErrForeign
	}
	body := data[len(head)+4:]
	if checksum(body) != binary.LittleEndian.Uint32(data[len(head):]) {
		return nil, fmt.Errorf("%w: it is truncated or damaged", ErrForeign)
	}
	f := &file{}
	if err := f.split(body); err != nil {
		return nil, err
	}
	s := &Snapshot{file: f}
	facts, err := f.section(sectionFacts)
	if err == nil {
		err = decode(facts, s.fields)
	}
	if err != nil {
		return nil, err
	}
	s.SetLoads(f.loads)
	if s.Refined {
		s.SetActions(f.actions)
	}
	s.Graph, err = f.graph()
	return s, err
}

// file is one that is being read, section by section.
type file struct {
	frames [sections][]byte

	mu  sync.Mutex
	dec *zstd.Decoder
	err error
}

func (f *file) split(body []byte) error {
	d := &decoder{in: body}
	var lengths [sections]uint64
	for i := range lengths {
		d.number(&lengths[i])
	}
	for i, length := range lengths {
		if length > uint64(len(d.in)) {
			d.fail()
			break
		}
		f.frames[i] = d.bytes(int(length))
	}
	return d.finish()
}

func (f *file) section(i int) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.dec == nil {
		dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxSize))
		if err != nil {
			return nil, fmt.Errorf("decompressing a snapshot: %w", err)
		}
		f.dec = dec
	}
	plain, err := f.dec.DecodeAll(f.frames[i], nil)
	if err != nil {
		return nil, fmt.Errorf("%w: it is damaged: %w", ErrForeign, err)
	}
	return plain, nil
}

// late keeps the error of a section that is read after Decode.
func (f *file) late(err error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = errors.Join(f.err, err)
	return err
}

func (f *file) graph() (*graph.Graph, error) {
	section, err := f.section(sectionLabels)
	if err != nil {
		return nil, err
	}
	c, err := decodeLabels(section)
	if err != nil {
		return nil, err
	}
	n := len(c.Labels)
	if section, err = f.section(sectionAttributes); err != nil {
		return nil, err
	}
	if err := decode(section, func(codec codec) { attributes(codec, &c.Attrs) }); err != nil {
		return nil, err
	}
	c.Users = func() graph.Edges { return f.users(n) }
	c.Detail = func() graph.Detail {
		section, err := f.section(sectionDetail)
		var detail graph.Detail
		if err == nil {
			detail, err = decodeDetail(section, n)
		}
		if f.late(err) != nil {
			return emptyDetail(n)
		}
		return detail
	}
	return graph.FromColumns(c), nil
}

func (f *file) users(n int) graph.Edges {
	section, err := f.section(sectionUsers)
	d := &decoder{in: section, err: err}
	users := d.edges(n)
	f.late(d.finish())
	return users
}

func (f *file) loads() loads.Graph {
	section, err := f.section(sectionLoads)
	var load loads.Graph
	if err == nil {
		err = decode(section, func(codec codec) { loaded(codec, &load) })
	}
	f.late(err)
	return load
}

func (f *file) actions() *Actions {
	section, err := f.section(sectionActions)
	var layer Actions
	if err == nil {
		err = decode(section, func(codec codec) { acted(codec, &layer) })
	}
	f.late(err)
	return &layer
}
