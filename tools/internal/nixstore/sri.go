package nixstore

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// parseSRI reads <algorithm>-<base64>.
func parseSRI(text string) (algorithm string, digest []byte, err error) {
	algorithm, digits, found := strings.Cut(text, "-")
	if !found {
		return "", nil, fmt.Errorf("hash %q: want <algorithm>-<base64>", text)
	}
	digest, err = base64.StdEncoding.DecodeString(digits)
	if err != nil {
		return "", nil, fmt.Errorf("hash %q: %w", text, err)
	}
	return algorithm, digest, nil
}
