package pushreport

import (
	"fmt"
	"io"
	"strings"
)

// Size is a number of bytes for people.
func Size(n int64) string {
	const units = "kMGTP"
	if n < 1000 {
		return fmt.Sprintf("%d B", n)
	}
	f, i := float64(n)/1000, 0
	for ; f >= 999.95 && i < len(units)-1; i++ {
		f /= 1000
	}
	return fmt.Sprintf("%.1f %cB", f, units[i])
}

// Line says in one line what became of a cache.
func (c *Cache) Line(dryRun bool) string {
	verb := "uploaded"
	if dryRun {
		verb = "would upload"
	}
	parts := []string{fmt.Sprintf("%s %s of %s", verb, count(c.Paths.Uploaded, "path"), count(c.Paths.Closure, "path"))}
	if c.Bytes.Nar > 0 {
		size := Size(c.Bytes.Nar)
		if c.Bytes.Sent > 0 && c.Bytes.Sent != c.Bytes.Nar {
			size += " as " + Size(c.Bytes.Sent)
		}
		parts[0] += " (" + size + ")"
	}
	for _, p := range []struct {
		n    int
		what string
	}{
		{c.Paths.Present, "in the cache before"},
		{c.Paths.SkippedUpstream, "signed upstream"},
		{c.Paths.Deduplicated, "content there before"},
		{c.Paths.Failed, "FAILED"},
		{c.Paths.Withheld, "WITHHELD because of these"},
		{c.Paths.Verified, "verified"},
	} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.what))
		}
	}
	if c.Retries > 0 {
		parts = append(parts, count(int(c.Retries), "retry"))
	}
	return fmt.Sprintf("%s: %s, %.1f s", c.Cache, strings.Join(parts, ", "), c.Seconds)
}

func count(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "y"):
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(noun, "y"))
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Print writes what people want to know at the end.
func (s *Summary) Print(w io.Writer) {
	for _, p := range s.Problems {
		fmt.Fprintf(w, "%s: %s\n", p.Path, p.Message)
	}
	for i := range s.Caches {
		c := &s.Caches[i]
		for _, p := range c.Problems {
			fmt.Fprintf(w, "%s: %s\n", p.Path, p.Message)
		}
		fmt.Fprintln(w, c.Line(s.DryRun))
	}
}
