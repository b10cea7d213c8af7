package cachehttp

import (
	"net/url"
	"strings"
)

// splitPath returns the segments of a path, or what is wrong with it. Percent
// encoding may only stand for characters that clients have a reason to encode.
func splitPath(u *url.URL) (segments []string, problem string) {
	if strings.Contains(u.EscapedPath(), "%") {
		if problem := checkEscapes(u.EscapedPath()); problem != "" {
			return nil, problem
		}
	}
	if !strings.HasPrefix(u.Path, "/") || len(u.Path) > 1024 {
		return nil, "want an absolute path of at most 1024 characters"
	}
	segments = strings.Split(u.Path[1:], "/")
	for _, s := range segments {
		switch {
		case s == "":
			return nil, "an empty segment"
		case s == "." || s == "..":
			return nil, "segments . and .. are refused"
		case strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || r == '\\' }):
			return nil, "a character that has no place in a path"
		}
	}
	return segments, ""
}

// checkEscapes refuses encoded slashes, dots and the like.
func checkEscapes(escaped string) string {
	for rest := escaped; ; {
		i := strings.IndexByte(rest, '%')
		if i < 0 {
			return ""
		}
		code := strings.ToUpper(rest[i+1 : min(i+3, len(rest))])
		switch code {
		case "21", "2B", "3A", "3D", "3F": // ! + : = ?
		default:
			return "the encoded character %" + code + " is refused"
		}
		rest = rest[i+3:]
	}
}
