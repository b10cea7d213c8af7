package bazelq

import (
	"strings"

	"google.golang.org/protobuf/encoding/protowire"
)

// configuration is what its message says of it: mnemonic is in the paths of what is
// made in it, plain says that nothing is.
type configuration struct {
	mnemonic    string
	tool, plain bool
}

// configuration reads an analysis.Configuration.
func (c configuredStream) configuration(msg []byte) error {
	var checksum string
	var read configuration
	err := each(msg, func(num protowire.Number, val []byte) error {
		switch num {
		case 2:
			read.mnemonic, read.plain = string(val), strings.HasSuffix(string(val), "-noconfig")
		case 4:
			checksum = string(val)
		case 5:
			read.tool = len(val) > 0 && val[0] != 0
		}
		return nil
	})
	c.configurations[checksum] = read
	return err
}

// crosses says whether a target has a dependency in a configuration of other paths.
func (c configuredStream) crosses(label string) bool {
	for pair := range c.pairs[label] {
		own, other := c.configurations[pair[0]], c.configurations[pair[1]]
		if own.mnemonic != other.mnemonic && !other.tool && !other.plain {
			return true
		}
	}
	return false
}
