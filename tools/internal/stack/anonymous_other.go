//go:build !linux

package stack

import (
	"errors"
	"os"
)

// anonymousFile makes a file without a name.
func anonymousFile() (*os.File, error) {
	f, err := os.CreateTemp("", "messages-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
