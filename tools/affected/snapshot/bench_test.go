package snapshot_test

import (
	"fmt"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

// packages is a graph of n packages with a rule, a test and four sources each,
// where a rule depends on those of three packages before it.
func packages(n int) *graph.Graph {
	var nodes []graph.Node
	label := func(i int, name string) string { return fmt.Sprintf("//group%02d/package%05d:%s", i%40, i, name) }
	for i := range n {
		lib := graph.Node{Label: label(i, "lib"), Kind: graph.Rule, Class: "lib", Digest: graph.Digest{byte(i), byte(i >> 8)}}
		for f := range 4 {
			source := label(i, fmt.Sprintf("%d.txt", f))
			nodes = append(nodes, graph.Node{Label: source, Kind: graph.SourceFile})
			lib.Inputs = append(lib.Inputs, source)
		}
		for _, back := range []int{1, 7, 40} {
			if i >= back {
				lib.Inputs = append(lib.Inputs, label(i-back, "lib"))
			}
		}
		nodes = append(nodes, lib, graph.Node{Label: label(i, "lib_test"), Kind: graph.Rule, Class: "lib_test", Inputs: []string{lib.Label}})
	}
	return graph.New(nodes)
}

// BenchmarkSource is what following one changed source takes: reading the file, and
// finding the users of the source, which here are about half of all.
func BenchmarkSource(b *testing.B) {
	for _, n := range []int{1000, 4000, 10000} {
		data, err := (&snapshot.Snapshot{Graph: packages(n)}).Encode()
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("%d packages, %d KiB", n, len(data)>>10), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s, err := snapshot.Decode(data)
				if err != nil {
					b.Fatal(err)
				}
				seed := fmt.Sprintf("//group%02d/package%05d:0.txt", n/2%40, n/2)
				if got := graph.Reach(s.Graph, s.Graph, map[string]string{seed: "x"}); len(got) < n/2 {
					b.Fatalf("%d affected", len(got))
				}
			}
		})
	}
}

// BenchmarkPackage is what one changed package takes beside Bazel's answer: the
// graph after it, what differs, and who uses that.
func BenchmarkPackage(b *testing.B) {
	for _, n := range []int{1000, 4000, 10000} {
		data, err := (&snapshot.Snapshot{Graph: packages(n)}).Encode()
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("%d packages", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s, err := snapshot.Decode(data)
				if err != nil {
					b.Fatal(err)
				}
				pkg := fmt.Sprintf("group%02d/package%05d", n/2%40, n/2)
				changed := graph.Node{Label: "//" + pkg + ":lib", Kind: graph.Rule, Class: "lib", Digest: graph.Digest{99}}
				head := s.Graph.Replace(map[string]bool{pkg: true}, []graph.Node{changed})
				seeds := map[string]string{}
				for _, d := range graph.Compare(s.Graph, head, false) {
					seeds[d.Label] = d.Text()
				}
				if got := graph.Reach(s.Graph, head, seeds); len(got) < n/2 {
					b.Fatalf("%d affected", len(got))
				}
			}
		})
	}
}
