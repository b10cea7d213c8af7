package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/cost"
)

// measureKinds checks each kind of module in each way.
func measureKinds(ctx context.Context, w *world, stdout io.Writer) error {
	all := map[string][]cost.Sample{}
	for round := range w.rounds {
		for _, k := range kinds() {
			w.progress("round %d of %d, kind %s", round+1, w.rounds, k.name)
			for _, wy := range ways() {
				if wy.real && !w.has(k) {
					continue
				}
				s, err := w.once(ctx, k, wy)
				if err != nil {
					return err
				}
				all[k.name+" "+wy.name] = append(all[k.name+" "+wy.name], s)
			}
		}
	}
	return writeKinds(stdout, w.rounds, all)
}

// once checks a fresh module in one way, twice: for time, and for memory.
func (w *world) once(ctx context.Context, k kind, wy way) (cost.Sample, error) {
	s, err := w.fresh(k, wy, func(m module) (cost.Sample, error) {
		commands, err := wy.commands(w, m)
		if err != nil {
			return cost.Sample{}, err
		}
		return cost.Take(ctx, commands)
	})
	if err != nil {
		return s, err
	}
	again, err := w.fresh(k, wy, func(m module) (cost.Sample, error) {
		commands, err := wy.commands(w, m)
		if err != nil {
			return cost.Sample{}, err
		}
		peak, err := cost.TakePeak(ctx, commands)
		return cost.Sample{Peak: peak}, err
	})
	s.Peak = again.Peak
	return s, err
}

// fresh calls f with a module that no check has seen, and removes it.
func (w *world) fresh(k kind, wy way, f func(m module) (cost.Sample, error)) (s cost.Sample, err error) {
	top := filepath.Join(w.dir, "work")
	defer func() {
		if rerr := os.RemoveAll(top); err == nil && rerr != nil {
			err = fmt.Errorf("removing a module: %w", rerr)
		}
	}()
	m, err := k.make(top, "m")
	if err != nil {
		return s, err
	}
	if s, err = f(m); err != nil {
		return s, err
	}
	return s, verify(wy, m)
}

// writeKinds writes the medians: a row for each kind and way.
func writeKinds(stdout io.Writer, rounds int, all map[string][]cost.Sample) error {
	fmt.Fprintf(stdout, "\nOne module: medians of %d rounds; \"times\" are the processor time and the wall time of schema mode\n\n", rounds)
	tw := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, left("module")+"\t"+left("way")+"\tCPU ms\ttimes\twall ms\ttimes\tpeak MB\twritten MB\t")
	for _, k := range kinds() {
		base := cost.Medians(all[k.name+" "+schemaWay])
		for _, wy := range ways() {
			samples := all[k.name+" "+wy.name]
			if len(samples) == 0 {
				fmt.Fprintf(tw, "%s\t%s\t-\t-\t-\t-\t-\t-\t\n", left(k.name), left(wy.name))
				continue
			}
			s := cost.Medians(samples)
			fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\t%.0f\t%.1f\t\n", left(k.name), left(wy.name),
				ms(s.CPU), times(s.CPU, base.CPU), ms(s.Wall), times(s.Wall, base.Wall), float64(s.Peak)/1e6, float64(s.Written)/1e6)
		}
	}
	return tw.Flush()
}

// left pads a name, so that it stands on the left in columns of numbers.
func left(s string) string { return fmt.Sprintf("%-9s", s) }

func ms(d time.Duration) string { return fmt.Sprintf("%.0f", float64(d)/float64(time.Millisecond)) }

// times is how often b is in a.
func times(a, b time.Duration) string {
	if b == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f", float64(a)/float64(b))
}
