package preview

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// stateBlocks are the blocks below terraform that tell where the state is, and
// how it is encrypted.
func stateBlocks() []string { return []string{"backend", "cloud", "encryption"} }

// blanked is a file without the blocks of the given top-level types; of
// terraform blocks, without those about the state. Lines keep their numbers.
func blanked(name string, src []byte, file *hcl.File, types map[string]bool) []byte {
	if strings.HasSuffix(name, ".json") {
		return blankedJSON(src, types)
	}
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok {
		return src
	}
	out := slices.Clone(src)
	for _, b := range body.Blocks {
		switch {
		case !types[b.Type]:
		case b.Type == "check" && !readsData(b.Body):
		case b.Type == "terraform":
			for _, inner := range b.Body.Blocks {
				if slices.Contains(stateBlocks(), inner.Type) {
					erase(out, inner)
				}
			}
		default:
			erase(out, b)
		}
	}
	return out
}

// erase overwrites a block with blanks.
func erase(src []byte, b *hclsyntax.Block) {
	for i := b.TypeRange.Start.Byte; i < b.CloseBraceRange.End.Byte; i++ {
		if src[i] != '\n' && src[i] != '\r' {
			src[i] = ' '
		}
	}
}

// blankedJSON makes comments of the properties: OpenTofu skips those called "//".
func blankedJSON(src []byte, types map[string]bool) []byte {
	w := &jsonWalk{src: src, out: slices.Clone(src), dec: json.NewDecoder(bytes.NewReader(src)), types: types}
	if err := w.value(nil); err != nil {
		return src // It has been parsed before, so this is not JSON's grammar but its end.
	}
	return w.out
}

// jsonWalk goes through a document by tokens, for their places.
type jsonWalk struct {
	src, out []byte
	dec      *json.Decoder
	types    map[string]bool
}

// value walks one value; keys are the properties that lead to it. Lists do not
// count: a block may be one object or a list of them.
func (w *jsonWalk) value(keys []string) error {
	token, err := w.dec.Token()
	if err != nil {
		return err
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return nil
	}
	for w.dec.More() {
		inner := keys
		if delim == '{' {
			from := w.dec.InputOffset()
			key, err := w.dec.Token()
			if err != nil {
				return err
			}
			name, ok := key.(string)
			if !ok {
				return io.ErrUnexpectedEOF
			}
			inner = append(slices.Clone(keys), name)
			if w.comment(inner) {
				w.rename(from, w.dec.InputOffset())
			}
		}
		if err := w.value(inner); err != nil {
			return err
		}
	}
	_, err = w.dec.Token()
	return err
}

func (w *jsonWalk) comment(keys []string) bool {
	switch {
	case !w.types[keys[0]]:
		return false
	case len(keys) == 1:
		return keys[0] != "terraform"
	}
	return len(keys) == 2 && keys[0] == "terraform" && slices.Contains(stateBlocks(), keys[1])
}

// rename writes "//" over the key that lies between two offsets.
func (w *jsonWalk) rename(from, to int64) {
	start := from + int64(bytes.IndexByte(w.src[from:to], '"'))
	for i := start; i < to; i++ {
		w.out[i] = ' '
	}
	copy(w.out[start:], `"//"`)
}
