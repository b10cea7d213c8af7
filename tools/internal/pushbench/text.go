package pushbench

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/gloriousflywheel/flywheel/tools/internal/pushreport"
)

func sizeText(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d B", n)
}

// Print writes the result for people.
func (r *Result) Print(w io.Writer) error {
	l := r.Latency
	fmt.Fprintf(w, "%s (%s %s), run %s\n\n", r.Cache, r.Kind, r.URL, r.Run)
	if l.Requests > 0 {
		fmt.Fprintf(w, "one small request: first %.2f ms, then median %.2f ms, 90 %% within %.2f ms, 99 %% within %.2f ms, at most %.2f ms\n", l.FirstMS, l.P50MS, l.P90MS, l.P99MS, l.MaxMS)
	}
	if err := r.table(w); err != nil {
		return err
	}
	r.conclusions(w)
	return nil
}

// table has a line for each measurement.
func (r *Result) table(w io.Writer) error {
	var out strings.Builder
	tw := tabwriter.NewWriter(&out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, "\nwhat\tat once\tnumber\tseconds\tper second\tspeed\t")
	for _, p := range r.Presence {
		fmt.Fprintf(tw, "ask for paths\t%d\t%d\t%.2f\t%.0f\t\t\n", p.Jobs, p.Paths, p.Seconds, p.PerSecond)
	}
	for _, t := range r.Uploads {
		t.row(tw, "upload")
	}
	for _, t := range r.Downloads {
		t.row(tw, "download")
	}
	for _, c := range r.Compression {
		fmt.Fprintf(tw, "compress, zstd %d, to %.0f %%\t\t\t\t\t%s/s\t\n", c.Level, 100*c.Ratio, pushreport.Size(int64(c.BytesPerSecond)))
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func (t Transfer) row(w io.Writer, what string) {
	fmt.Fprintf(w, "%s %s\t%d\t%d\t%.2f\t%.0f\t%s/s\t\n", what, sizeText(t.Size), t.Jobs, t.Blobs, t.Seconds, t.BlobsPerSecond, pushreport.Size(int64(t.BytesPerSecond)))
}

// maxLeft bounds what is listed of things that stay.
const maxLeft = 10

// conclusions are the advice, and what stays.
func (r *Result) conclusions(w io.Writer) {
	if a := r.Advice; a != nil {
		settings := fmt.Sprintf("--jobs %d", a.Jobs)
		if a.Compression != "" {
			settings += " --compression " + a.Compression
		}
		if a.Level != 0 {
			settings += fmt.Sprintf(" --compression-level %d", a.Level)
		}
		fmt.Fprintf(w, "\nadvice: %s\n", settings)
		for _, reason := range a.Reasons {
			fmt.Fprintf(w, "  %s\n", reason)
		}
	}
	if len(r.Left) > 0 {
		fmt.Fprintf(w, "\nleft in the cache: %d\n", len(r.Left))
	}
	for i, name := range r.Left {
		if i == maxLeft {
			fmt.Fprintf(w, "  … and %d more of this run; --json lists them all\n", len(r.Left)-i)
			break
		}
		fmt.Fprintf(w, "  %s\n", name)
	}
}
