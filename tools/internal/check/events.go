package check

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/condense"
	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
)

// event is a line of "tofu test -json", as far as we need it.
type event struct {
	Type      string              `json:"type"`
	Message   string              `json:"@message"`
	Level     string              `json:"@level"`
	TestFile  string              `json:"@testfile"`
	TestRun   string              `json:"@testrun"`
	Timestamp time.Time           `json:"@timestamp"`
	Abstract  map[string][]string `json:"test_abstract"`
	Run       *struct {
		Status string `json:"status"`
	} `json:"test_run"`
	Diagnostic *tofuDiagnostic `json:"diagnostic"`
	Summary    *struct {
		Status string `json:"status"`
	} `json:"test_summary"`
}

// events is what a run of "tofu test" told. Files are workspace-relative.
type events struct {
	// runs lists the runs of each file.
	runs map[string][]string
	// status is each run's, by file and name.
	status map[runKey]string
	// diags are the findings by file and run; both empty for the whole.
	diags map[runKey][]report.Diagnostic
	// seconds is how long each file took.
	seconds map[string]float64
}

type runKey struct{ file, run string }

func newEvents() *events {
	return &events{
		runs: map[string][]string{}, status: map[runKey]string{},
		diags: map[runKey][]report.Diagnostic{}, seconds: map[string]float64{},
	}
}

// join adds what tofu told in a pass.
func (ev *events) join(other *events, p condense.Pass) {
	for key, diags := range other.diags {
		was := p.Run(condense.Run{File: key.file, Name: key.run})
		for _, d := range diags {
			d.File, d.Line = p.Place(d.File, d.Line)
			ev.diags[runKey{was.File, was.Name}] = append(ev.diags[runKey{was.File, was.Name}], d)
		}
	}
	for file, seconds := range other.seconds {
		ev.seconds[file] += seconds
	}
}

// passed says that every run of the tests passed.
func (ev *events) passed(tests []*hclmod.TestFile) {
	for _, t := range tests {
		names := []string{}
		for _, r := range t.Runs {
			names = append(names, r.Name)
			ev.status[runKey{t.Dest, r.Name}] = "pass"
		}
		ev.runs[t.Dest] = names
	}
}

// readEvents reads the output of "tofu test -json". Output that says neither
// that all is well nor what is wrong is an error.
func (w *work) readEvents(res tofu.Result) (*events, error) {
	ev := newEvents()
	var last time.Time
	status := ""
	for line := range bytes.Lines(res.Stdout) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var e event
		if err := json.Unmarshal(line, &e); err != nil {
			return nil, w.unexpected("test", res)
		}
		ev.add(w.translator(), e, last)
		if e.Summary != nil {
			status = e.Summary.Status
		}
		if e.Type == "test_file" || last.IsZero() {
			last = e.Timestamp
		}
	}
	failed := false
	for _, diags := range ev.diags {
		failed = failed || report.HasErrors(diags)
	}
	if passed := res.Code == 0 && status == "pass"; passed == failed {
		return nil, w.unexpected("test", res)
	}
	return ev, nil
}

func (ev *events) add(t translator, e event, last time.Time) {
	key := runKey{run: e.TestRun}
	if e.TestFile != "" {
		key.file = t.file(e.TestFile)
	}
	switch {
	case e.Type == "test_abstract":
		for file, runs := range e.Abstract {
			ev.runs[t.file(file)] = runs
		}
	case e.Type == "test_file":
		ev.seconds[key.file] = e.Timestamp.Sub(last).Seconds()
	case e.Type == "test_run" && e.Run != nil:
		ev.status[key] = e.Run.Status
	case e.Type == "diagnostic" && e.Diagnostic != nil:
		ev.diags[key] = append(ev.diags[key], t.translate(*e.Diagnostic))
	case e.Level == "error":
		// Resources left behind, or a run interrupted.
		d := report.Diagnostic{Severity: report.Error, Summary: t.text(e.Message), File: key.file}
		ev.diags[key] = append(ev.diags[key], d)
	}
}

// settle gives each run that did not pass, and has no error that says why, one.
func (ev *events) settle(place func(runKey) report.Diagnostic) {
	for file, runs := range ev.runs {
		for _, run := range runs {
			key := runKey{file, run}
			if ev.status[key] == "pass" || report.HasErrors(ev.diags[key]) {
				continue
			}
			d := place(key)
			d.Severity = report.Error
			switch ev.status[key] {
			case "skip", "pending", "":
				d.Summary = fmt.Sprintf("Run %q was skipped, because something before it failed", run)
			default:
				d.Summary = fmt.Sprintf("Run %q failed", run)
			}
			ev.diags[key] = append(ev.diags[key], d)
		}
	}
}

// all are the findings of every file and run.
func (ev *events) all() []report.Diagnostic {
	var all []report.Diagnostic
	for _, diags := range ev.diags {
		all = append(all, diags...)
	}
	// report.New sorts them; this only makes its stable sort independent of the map.
	slices.SortFunc(all, func(a, b report.Diagnostic) int { return bytes.Compare([]byte(a.Text()), []byte(b.Text())) })
	return all
}
