package clientconfig

import (
	"fmt"
	"strings"
)

// Remarks on a block's BEGIN line, by which its removal restores the file's
// very bytes.
const (
	// remarkCreated says that the file did not exist before the block.
	remarkCreated = " (file created)"
	// remarkLineEnd says that the text before the block had no line end.
	remarkLineEnd = " (line end added)"
)

const (
	beginPrefix = "# BEGIN flywheel "
	endPrefix   = "# END flywheel "
)

// Owner names whose block it is: a stack's label and environment.
type Owner struct {
	// Label is the stack's label.
	Label string
	// Environment is the environment's name.
	Environment string
}

func (o Owner) begin() string { return beginPrefix + o.Label + " " + o.Environment }
func (o Owner) end() string   { return endPrefix + o.Label + " " + o.Environment }

// span is one owner's block in a text.
type span struct {
	start, end int
	remark     string
}

// Damage is a broken pair of markers.
type Damage struct {
	// Line of the marker, from 1.
	Line int
	// Reason says what is wrong and what to do.
	Reason string
}

// Error implements error.
func (d *Damage) Error() string { return fmt.Sprintf("line %d: %s", d.Line, d.Reason) }

// find returns the owner's block, or nil. Broken markers of any owner are a
// *Damage: in such a file it cannot be told whose text is whose.
func find(text string, owner Owner) (*span, error) {
	var found *span
	open, openLine, openAt := "", 0, 0
	for line, at := 1, 0; at < len(text); line++ {
		next := len(text)
		if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		words := strings.TrimRight(text[at:next], "\r\n")
		switch {
		case strings.HasPrefix(words, beginPrefix):
			if open != "" {
				return nil, &Damage{Line: openLine, Reason: fmt.Sprintf("%q has no END line; restore it or delete the block", open)}
			}
			open, openLine, openAt = words, line, at
		case strings.HasPrefix(words, endPrefix):
			name, remark := splitRemark(strings.TrimPrefix(open, beginPrefix))
			if open == "" || name != strings.TrimPrefix(words, endPrefix) {
				return nil, &Damage{Line: line, Reason: fmt.Sprintf("%q has no BEGIN line; restore it or delete the block", words)}
			}
			if words == owner.end() {
				if found != nil {
					return nil, &Damage{Line: openLine, Reason: fmt.Sprintf("%q is there twice; delete one of the blocks", open)}
				}
				found = &span{start: openAt, end: next, remark: remark}
			}
			open = ""
		}
		at = next
	}
	if open != "" {
		return nil, &Damage{Line: openLine, Reason: fmt.Sprintf("%q has no END line; restore it or delete the block", open)}
	}
	return found, nil
}

func splitRemark(begin string) (name, remark string) {
	for _, remark := range []string{remarkCreated, remarkLineEnd} {
		if name, ok := strings.CutSuffix(begin, remark); ok {
			return name, remark
		}
	}
	return begin, ""
}

// merge puts the content into the owner's block, at the block's place or at
// the text's end, and keeps everything else byte for byte. exists says that
// the text is a file's, if only an empty one's.
func merge(text string, exists bool, owner Owner, content string) (string, error) {
	block, err := find(text, owner)
	if err != nil {
		return "", err
	}
	if block != nil {
		return text[:block.start] + render(owner, block.remark, content) + text[block.end:], nil
	}
	switch {
	case !exists:
		return render(owner, remarkCreated, content), nil
	case text != "" && !strings.HasSuffix(text, "\n"):
		return text + "\n" + render(owner, remarkLineEnd, content), nil
	}
	return text + render(owner, "", content), nil
}

func render(owner Owner, remark, content string) string {
	if content != "" && !strings.HasSuffix(content, "\n") {
		content += "\n"
	}
	return owner.begin() + remark + "\n" + content + owner.end() + "\n"
}

// cut takes the owner's block out. created says that the block's first merge
// created the file, so that an empty rest may go too.
func cut(text string, owner Owner) (rest string, found, created bool, err error) {
	block, err := find(text, owner)
	if err != nil || block == nil {
		return text, false, false, err
	}
	before, after := text[:block.start], text[block.end:]
	// Text that was appended later needs the line end.
	if block.remark == remarkLineEnd && after == "" {
		before = strings.TrimSuffix(before, "\n")
	}
	return before + after, true, block.remark == remarkCreated, nil
}

// hasMarkers says whether any owner's marker is in the text.
func hasMarkers(text string) bool {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, beginPrefix) || strings.HasPrefix(line, endPrefix) {
			return true
		}
	}
	return false
}
