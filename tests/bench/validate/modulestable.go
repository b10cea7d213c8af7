package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/gloriousflywheel/flywheel/tests/bench/internal/cost"
)

// A total is what checking a number of modules cost.
type total struct {
	way   string
	count int
	cost.Sample
}

// measureModules checks many modules one after another.
func measureModules(ctx context.Context, w *world, stdout io.Writer) error {
	var totals []total
	for _, n := range w.modules {
		t, err := w.many(ctx, ways()[0], n)
		if err != nil {
			return err
		}
		totals = append(totals, t)
	}
	lacking := slices.ContainsFunc(mix(), func(k kind) bool { return !w.has(k) })
	for _, wy := range ways()[1:] {
		if lacking {
			break
		}
		t, err := w.many(ctx, wy, w.peers)
		if err != nil {
			return err
		}
		totals = append(totals, t)
	}
	return writeModules(stdout, totals, lacking)
}

// many checks n modules of the mix in one way.
func (w *world) many(ctx context.Context, wy way, n int) (t total, err error) {
	w.progress("%d modules, %s", n, wy.name)
	t = total{way: wy.name, count: n}
	top := filepath.Join(w.dir, "work")
	defer func() {
		if rerr := os.RemoveAll(top); err == nil && rerr != nil {
			err = fmt.Errorf("removing modules: %w", rerr)
		}
	}()
	for i := range n {
		k := mix()[i%len(mix())]
		m, err := k.make(top, fmt.Sprintf("m%03d", i))
		if err != nil {
			return t, err
		}
		commands, err := wy.commands(w, m)
		if err != nil {
			return t, err
		}
		s, err := cost.Take(ctx, commands)
		if err != nil {
			return t, err
		}
		if err := verify(wy, m); err != nil {
			return t, err
		}
		t.Add(s)
		t.Wall += s.Wall
	}
	return t, nil
}

// writeModules writes a row for each number and way.
func writeModules(stdout io.Writer, totals []total, lacking bool) error {
	fmt.Fprintf(stdout, "\nMany modules, one after another: k8s, helm, stack, tests and pure in turn\n\n")
	tw := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, left("way")+"\tmodules\tCPU s\twall s\tCPU ms each\twall ms each\twritten MB\t")
	var ours []total
	for _, t := range totals {
		if t.way == schemaWay {
			ours = append(ours, t)
		}
		n := time.Duration(t.count)
		fmt.Fprintf(tw, "%s\t%d\t%.2f\t%.2f\t%s\t%s\t%.1f\t\n", left(t.way), t.count, t.CPU.Seconds(), t.Wall.Seconds(),
			ms(t.CPU/n), ms(t.Wall/n), float64(t.Written)/1e6)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	if first, last := ours[0], ours[len(ours)-1]; last.count > first.count {
		added := time.Duration(last.count - first.count)
		fmt.Fprintf(stdout, "\nEach module added between %d and %d, schema mode: %s ms of CPU, %s ms of wall time\n",
			first.count, last.count, ms((last.CPU-first.CPU)/added), ms((last.Wall-first.Wall)/added))
	}
	if lacking {
		fmt.Fprintln(stdout, "\nThe other ways need real plugins of hashicorp/kubernetes, helm and random: give them by --provider.")
	}
	return nil
}
