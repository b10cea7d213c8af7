package store

import (
	"context"

	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

// Dir is a directory.
type Dir struct{ snapshot.Dir }

// Get implements Backend.
func (d Dir) Get(_ context.Context, name string) ([]byte, bool, error) { return d.Read(name) }

// Put implements Backend.
func (d Dir) Put(_ context.Context, name string, data []byte) error { return d.Write(name, data) }
