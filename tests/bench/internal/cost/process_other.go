//go:build !linux

package cost

import (
	"context"
	"errors"
)

// Reaper needs Linux.
func Reaper(bool) error                    { return errors.New("measuring other processes needs Linux's /proc") }
func usageOf(any) Sample                   { return Sample{} }
func reap(context.Context) (Sample, error) { return Sample{}, nil }
func resident(int) int64                   { return 0 }

// Machine describes where the measurement was made.
func Machine() string { return "unknown" }
