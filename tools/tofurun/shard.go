package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/gloriousflywheel/flywheel/tools/internal/check"
)

// shard reads which part of a test Bazel wants (shard_count) and tells Bazel,
// by touching a file, that it gets only that.
func shard(getenv func(string) string) (check.Shard, error) {
	if getenv("TEST_TOTAL_SHARDS") == "" {
		return check.Shard{}, nil
	}
	var s check.Shard
	for name, field := range map[string]*int{"TEST_TOTAL_SHARDS": &s.Total, "TEST_SHARD_INDEX": &s.Index} {
		n, err := strconv.Atoi(getenv(name))
		if err != nil {
			return s, fmt.Errorf("reading %s: %w", name, err)
		}
		*field = n
	}
	if s.Index < 0 || s.Index >= max(s.Total, 1) {
		return s, fmt.Errorf("reading TEST_SHARD_INDEX: %d is none of %d shards", s.Index, s.Total)
	}
	if file := getenv("TEST_SHARD_STATUS_FILE"); file != "" {
		if err := os.WriteFile(file, nil, 0o644); err != nil {
			return s, fmt.Errorf("telling Bazel of sharding: %w", err)
		}
	}
	return s, nil
}
