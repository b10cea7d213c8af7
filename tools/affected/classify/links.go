package classify

import (
	"path"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/affected/gitdiff"
)

// maxAliases bounds what links that lead to their own parents can make.
const maxAliases = 100000

// aliases adds to the changes those that symbolic links make of them: a change
// of what a link leads to is one of the link.
func (c *classifier) aliases() {
	c.origin = map[string]string{}
	var queue []gitdiff.Change
	add := func(change gitdiff.Change, origin string) {
		if _, ok := c.changed[change.Path]; ok || len(c.changed) > maxAliases || len(change.Path) > 4096 {
			return
		}
		c.changed[change.Path] = change
		if origin != "" {
			c.origin[change.Path] = origin
		}
		queue = append(queue, change)
	}
	for _, change := range c.Changes {
		add(change, "")
	}
	links := c.links()
	for ; len(queue) > 0; queue = queue[1:] {
		change := queue[0]
		origin := c.real(change.Path)
		for link, target := range links {
			alias := change
			switch rest, below := strings.CutPrefix(change.Path, target+"/"); {
			case below:
				alias.Path = link + "/" + rest
			case target == "": // The link leads to the root.
				alias.Path = link + "/" + change.Path
			case change.Path == target || leads(change) && strings.HasPrefix(target, change.Path+"/"):
				alias.Path = link
			default:
				continue
			}
			add(alias, origin)
		}
	}
}

// leads says whether a change is of what stands for all below it.
func leads(change gitdiff.Change) bool {
	return change.Tree() || change.OldMode == gitdiff.ModeSymlink || change.NewMode == gitdiff.ModeSymlink
}

// links are the symbolic links of both states with the paths they lead to. Those
// that lead out of the repository are none of git's.
func (c *classifier) links() map[string]string {
	links := map[string]string{}
	add := func(link, target string) {
		if path.IsAbs(target) {
			return
		}
		target = path.Join(path.Dir(link), target)
		if target == ".." || strings.HasPrefix(target, "../") {
			return
		}
		if target == "." {
			target = ""
		}
		links[link] = target
	}
	for _, l := range c.Snapshot.Links {
		add(l.Path, l.Target)
	}
	for _, l := range c.NewLinks {
		add(l.Path, l.Target)
	}
	return links
}
