package hclmod

import (
	"regexp"

	"github.com/apparentlymart/go-versions/versions"
)

// ParseConstraint reads a constraint on modules' versions or on OpenTofu's own.
// For those OpenTofu has other rules than for providers: a version may begin
// with "v", and "~> 2" means every version from 2 on.
func ParseConstraint(text string) (versions.Set, error) {
	text = vPrefix().ReplaceAllString(text, "$1$2")
	text = majorOnly().ReplaceAllString(text, ">= $1$2")
	return versions.MeetingConstraintsStringRuby(text)
}

// ParseVersion reads a version that may begin with "v", as modules' do.
func ParseVersion(text string) (versions.Version, error) {
	return versions.ParseVersion(vPrefix().ReplaceAllString(text, "$1$2"))
}

func vPrefix() *regexp.Regexp { return regexp.MustCompile(`(^|[\s,<>=~])v(\d)`) }

func majorOnly() *regexp.Regexp { return regexp.MustCompile(`~>\s*(\d+)\s*(,|$)`) }
