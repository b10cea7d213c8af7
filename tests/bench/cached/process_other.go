//go:build !linux

package main

import (
	"errors"
	"time"
)

func errLinux() error { return errors.New("measuring other processes needs Linux's /proc") }

func family(int) ([]int, error)            { return nil, errLinux() }
func cpuTime([]int) (time.Duration, error) { return 0, errLinux() }
func resetPeak([]int) error                { return errLinux() }
func peakMemory([]int) (int64, error)      { return 0, errLinux() }
func settle(string) error                  { return errLinux() }
func room(string) (int64, string, error)   { return 0, "", errLinux() }
