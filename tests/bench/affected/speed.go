package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/cost"
)

// measureSpeed measures all sizes; it says whether the aims are met.
func measureSpeed(ctx context.Context, w *world, stdout io.Writer) (bool, error) {
	var all []result
	for _, n := range w.packages {
		results, err := w.size(ctx, n)
		if err != nil {
			return false, err
		}
		all = append(all, results...)
	}
	if err := writeResults(stdout, all); err != nil {
		return false, err
	}
	writeGrowth(stdout, all)
	return writeAims(stdout, all), nil
}

// size measures a workspace of n packages.
func (w *world) size(ctx context.Context, n int) (all []result, err error) {
	dir, err := os.MkdirTemp(w.dir, "fwb-")
	if err != nil {
		return nil, fmt.Errorf("making a directory for a workspace: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	w.progress("%d packages: making the workspace", n)
	b := &bench{world: w, n: n, caches: filepath.Join(dir, "caches")}
	if b.ws, b.base, err = generate(ctx, dir, w.bazel, n); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.ws.Close()) }()
	unknown, err := b.unknown(ctx)
	if err != nil {
		return nil, err
	}
	for _, k := range w.wanted() {
		results, err := b.kind(ctx, k)
		if err != nil {
			return nil, err
		}
		all = append(all, results...)
	}
	return append(all, unknown...), nil
}

// unknown measures with nothing known of the base: a source edit with a cold
// server. What is found out is kept for the rest.
func (b *bench) unknown(ctx context.Context) ([]result, error) {
	k, _ := kindOf("source")
	var all []result
	for _, tool := range b.tools() {
		if tool == query || !b.cold && tool == peer {
			continue
		}
		r, err := b.once(ctx, k, tool, 90, b.cold, false)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	// Now it is: ours by a snapshot, the peer by what it keeps of an answer.
	for _, tool := range b.tools() {
		if tool == query {
			continue
		}
		if _, err := b.once(ctx, k, tool, 91, false, true); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (b *bench) tools() []string {
	if b.peer == "" {
		return []string{ours, query}
	}
	return []string{ours, query, peer}
}

// kind measures one kind of edit, by all tools in turn in each round: a running server
// answers faster the more it has been asked.
func (b *bench) kind(ctx context.Context, k kind) ([]result, error) {
	rounds, last := map[string][]cost.Sample{}, map[string]result{}
	for round := range b.rounds {
		for _, tool := range b.tools() {
			if tool == peer && round > 0 {
				continue
			}
			r, err := b.once(ctx, k, tool, round, false, true)
			if err != nil {
				return nil, err
			}
			rounds[tool], last[tool] = append(rounds[tool], r.Sample), r
		}
	}
	var all []result
	for _, tool := range b.tools() {
		r := last[tool]
		r.Sample = cost.Medians(rounds[tool])
		all = append(all, r)
	}
	for _, tool := range b.tools() {
		if !b.cold {
			break
		}
		r, err := b.once(ctx, k, tool, 80, true, true)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// once measures one tool: after a server that knows the base, or after none.
func (b *bench) once(ctx context.Context, k kind, tool string, round int, cold, known bool) (result, error) {
	r := result{packages: b.n, edit: k.name, tool: tool, cold: cold, known: known}
	b.progress("%d packages: %s, %s, round %d, cold %v, base known %v", b.n, k.name, tool, round, cold, known)
	if err := b.ws.Reset(b.base); err != nil {
		return r, err
	}
	command := []string{"query", "//...", "--output=label"}
	if cold {
		command = []string{"shutdown"}
	}
	if _, err := b.ws.Bazel(command...); err != nil {
		return r, err
	}
	if err := k.do(b.ws, b.n, round); err != nil {
		return r, err
	}
	if _, err := b.ws.Commit(); err != nil {
		return r, err
	}
	sample, out, err := b.run(ctx, tool, known)
	if err != nil {
		return r, err
	}
	r.Sample, r.answers = sample, bytes.Count(out, []byte("\n"))
	if tool != query && r.answers == 0 && k.name != "nothing" {
		return r, fmt.Errorf("%s tells nothing for the edit %s: what it costs means nothing", tool, k.name)
	}
	return r, nil
}
