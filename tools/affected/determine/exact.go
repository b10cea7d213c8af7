package determine

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/actions"
	"github.com/gloriousflywheel/flywheel/tools/affected/bazelq"
	"github.com/gloriousflywheel/flywheel/tools/affected/capture"
	"github.com/gloriousflywheel/flywheel/tools/affected/classify"
	"github.com/gloriousflywheel/flywheel/tools/affected/graph"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

// refine leaves of what the change reaches what is made otherwise. Where it
// cannot tell it leaves all, and says so.
func (e *engine) refine(ctx context.Context, v *classify.Verdict) error {
	labels := e.reachedRules()
	switch {
	case len(labels) == 0:
		return nil
	case e.rigid:
		e.note("not refined by actions, which would not tell: " + e.everything[0])
		return nil
	case len(e.result.Failures) > 0:
		e.note("not refined by actions: not all of the head can be loaded")
		return nil
	}
	layer, err := e.layer(ctx)
	if layer == nil || err != nil {
		return err
	}
	b, _, err := e.headBazel(ctx)
	if err != nil {
		return err
	}
	e.Progress(fmt.Sprintf("asking Bazel for the actions of %d targets", len(labels)))
	answer, problems, err := b.Actions(ctx, e.expression(labels, layer.Digests))
	if failed := new(bazelq.CommandError); errors.As(err, &failed) {
		e.note("not refined by actions, which Bazel cannot tell: " + failed.Error())
		return nil
	}
	if err != nil {
		return err
	}
	if problems != nil {
		e.note("not all that is reached can be analysed: rules without actions are not refined: " + problems.Messages[0])
	}
	r := refiner{engine: e, verdict: v, layer: layer, unanalysed: problems, outcome: answer.Compare(layer.Digests, e.sources(v)), state: map[string]bool{}, aspects: map[string]bool{}}
	if err := r.attributes(ctx, b); err != nil {
		return err
	}
	e.result.Affected = r.affected()
	return nil
}

// reachedRules are the rules of the head's main repository that are reached.
func (e *engine) reachedRules() []string {
	var labels []string
	for label := range e.result.Reached {
		if i, ok := e.after.Find(label); ok && strings.HasPrefix(label, "//") && e.after.Kind(i) == graph.Rule {
			labels = append(labels, label)
		}
	}
	slices.Sort(labels)
	return labels
}

// expression asks for the targets with all that they depend on: tools are made
// in configurations of their own. Those tagged manual that have no actions at the base are
// left out: some are there to fail, or to fetch what a build of all does not.
func (e *engine) expression(labels []string, base actions.Digests) string {
	if len(labels) > e.after.Len()/4 { // No list is shorter.
		return bazelq.Everything
	}
	var words []string
	for _, label := range labels {
		n := e.after.Node(label)
		if len(base[label]) > 0 || n == nil || !slices.Contains(n.Attrs["tags"], "manual") {
			words = append(words, bazelq.Quote(label))
		}
	}
	if len(words) == 0 {
		return bazelq.Everything
	}
	return "deps(set(" + strings.Join(words, " ") + "))"
}

// layer is the base's action layer, made if there is none; nil where it cannot
// be.
func (e *engine) layer(ctx context.Context) (*snapshot.Actions, error) {
	if layer := e.snap.Actions(); layer != nil {
		return layer, e.snap.Err()
	}
	e.Progress("the snapshot of " + e.result.Base.ID[:12] + " has no actions yet: adding them, once")
	e.result.Queries++
	b, _, err := e.privateBazel(ctx, e.result.Base)
	if err != nil {
		return nil, err
	}
	layer, err := readActions(ctx, b)
	if failed := new(bazelq.CommandError); errors.As(err, &failed) {
		e.note("not refined by actions, which Bazel cannot tell of the base: " + failed.Error())
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	e.snap.SetActions(func() *snapshot.Actions { return layer })
	// It may have been an ancestor's: what it says holds of the base.
	e.snap.Tree = e.result.Base.Tree
	return layer, e.keepSnapshot(ctx)
}

func readActions(ctx context.Context, b *bazelq.Bazel) (*snapshot.Actions, error) {
	answer, _, err := b.Actions(ctx, bazelq.Everything) // What has no actions is taken for other than it was.
	if err != nil {
		return nil, err
	}
	attributes, err := b.Attributes(ctx, bazelq.Own)
	return &snapshot.Actions{Digests: answer.Digests(), Attributes: attributes}, err
}

// sources says of a path below Bazel's execution root whether it has changed.
func (e *engine) sources(v *classify.Verdict) func(string) bool {
	above := map[string]bool{} // Labels may be of directories.
	for p := range v.Paths {
		for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
			above[dir] = true
		}
	}
	return func(p string) bool {
		if rest, ok := strings.CutPrefix(p, "../"); ok { // Repositories beside the main one.
			p = "external/" + rest
		}
		if v.Paths[p] || above[p] {
			return true
		}
		if rest, ok := strings.CutPrefix(p, "external/"); ok {
			repo, _, _ := strings.Cut(rest, "/")
			if e.repos[repo] {
				return true
			}
		}
		for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
			if v.Trees[dir] {
				return true
			}
		}
		return v.Trees[p]
	}
}

// refiner decides which of the reached labels are affected.
type refiner struct {
	*engine
	verdict *classify.Verdict
	layer   *snapshot.Actions
	outcome actions.Outcome
	// unanalysed are targets of the head that cannot be analysed, if there are any.
	unanalysed *bazelq.Unanalysed
	// redefined are the rules whose attributes changed, or that are new.
	redefined map[string]bool
	state     map[string]bool
	aspects   map[string]bool
}

// attributes finds the rules among the seeds that are defined otherwise, and not
// only made otherwise by their class.
func (r *refiner) attributes(ctx context.Context, b *bazelq.Bazel) error {
	r.redefined = map[string]bool{}
	var ask, asked []string
	for label := range r.seeds {
		before, after := r.before.Node(label), r.after.Node(label)
		if after == nil || after.Kind != graph.Rule || !after.Main() {
			continue
		}
		switch {
		case before == nil || before.Kind != after.Kind || before.Class != after.Class:
			r.redefined[label] = true
		case before.Digest != after.Digest:
			ask, asked = append(ask, bazelq.Quote(label)), append(asked, label)
		}
	}
	if len(ask) == 0 {
		return nil
	}
	slices.Sort(ask)
	now, err := b.Attributes(ctx, "set("+strings.Join(ask, " ")+")")
	if err != nil {
		return err
	}
	for _, label := range asked {
		was, had := r.layer.Attributes[label]
		is, has := now[label]
		r.redefined[label] = !had || !has || was != is
	}
	return nil
}

// affected are the reached labels that are affected, with their reasons.
func (r *refiner) affected() graph.Affected {
	left := graph.Affected{}
	for label, reason := range r.result.Reached {
		if r.is(label) {
			left[label] = reason
		}
	}
	return left
}

// is says whether a label is affected.
func (r *refiner) is(label string) bool {
	if is, ok := r.state[label]; ok {
		return is
	}
	r.state[label] = false
	is := r.decide(label)
	r.state[label] = is
	return is
}

func (r *refiner) decide(label string) bool {
	if _, reached := r.result.Reached[label]; !reached {
		return false
	}
	_, seed := r.seeds[label]
	n := r.after.Node(label)
	switch {
	case n == nil: // It is gone, or no target at all.
		return seed
	case n.Kind == graph.SourceFile || n.Kind == graph.PackageGroup || n.Kind == graph.EnvironmentGroup:
		return seed // Whom it is visible to makes nothing.
	case n.Kind == graph.Rule && (r.redefined[label] || n.Test() && len(r.verdict.Tests) > 0):
		return true
	case r.unanalysed != nil && r.unanalysed.Labels[label]: // What Bazel tells of its actions may not be all.
		return true
	}
	if changed, acts := r.outcome.Acts[label]; acts {
		return changed || len(r.outcome.Aspects) > 0 && r.aspect(label)
	}
	if len(r.layer.Digests[label]) > 0 || seed || r.unanalysed != nil && n.Kind == graph.Rule && !capture.Plain(n.Class) {
		return true
	}
	return slices.ContainsFunc(slices.Concat(n.Inputs, n.Extra), r.is)
}

// aspect says whether below a label is a target with an aspect's action that
// changed and that no other takes: one of its users wants the aspect.
func (r *refiner) aspect(label string) bool {
	if is, ok := r.aspects[label]; ok {
		return is
	}
	r.aspects[label] = false
	is := r.outcome.Aspects[label]
	if n := r.after.Node(label); n != nil && !is {
		is = slices.ContainsFunc(slices.Concat(n.Inputs, n.Extra), r.aspect)
	}
	r.aspects[label] = is
	return is
}

// keepSnapshot keeps what is known of the base.
func (e *engine) keepSnapshot(ctx context.Context) error {
	key, err := e.key(ctx, e.result.Base)
	if err != nil {
		return err
	}
	if err := e.Store.Put(ctx, key, e.snap); err != nil {
		e.note("the snapshot is not kept: " + err.Error())
	}
	return nil
}
