package credential

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Login is a user and a password.
type Login struct{ User, Password string }

// NetrcFiles are where netrc files may be: file alone if it is not empty, otherwise
// $NETRC, ~/.netrc, Nix's for the user and Nix's for the machine.
func NetrcFiles(file string) []string {
	if file != "" {
		return []string{file}
	}
	var files []string
	if v := os.Getenv("NETRC"); v != "" {
		files = append(files, v)
	}
	if home, err := os.UserHomeDir(); err == nil {
		files = append(files, filepath.Join(home, ".netrc"), filepath.Join(home, ".config", "nix", "netrc"))
	}
	return append(files, "/etc/nix/netrc")
}

// Netrc finds the login for a host in the first file that has one. Files that cannot be
// read are passed over, unless must says that they have to be there.
func Netrc(files []string, host string, must bool) (Login, bool, error) {
	for _, file := range files {
		data, err := os.ReadFile(file)
		switch {
		case must && err != nil:
			return Login{}, false, fmt.Errorf("reading netrc file: %w", err)
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
			continue
		case err != nil:
			return Login{}, false, fmt.Errorf("reading netrc file: %w", err)
		}
		if login, found := lookup(string(data), host); found {
			return login, true, nil
		}
	}
	return Login{}, false, nil
}

// lookup reads a netrc file: words, of which "machine HOST" or "default" begins an entry.
func lookup(text, host string) (Login, bool) {
	words := strings.Fields(withoutMacros(text))
	var login Login
	inside := false
	for i := 0; i < len(words); i++ {
		value := func() string {
			i++
			if i < len(words) {
				return words[i]
			}
			return ""
		}
		switch words[i] {
		case "machine", "default":
			if inside {
				return login, true
			}
			inside = words[i] == "default" || value() == host
		case "login":
			if v := value(); inside {
				login.User = v
			}
		case "password":
			if v := value(); inside {
				login.Password = v
			}
		case "account":
			value()
		}
	}
	return login, inside
}

// withoutMacros leaves out macro definitions, which end at an empty line, and comments.
func withoutMacros(text string) string {
	var out strings.Builder
	macro := false
	for line := range strings.Lines(text) {
		trimmed := strings.TrimSpace(line)
		if strings.HasPrefix(trimmed, "macdef ") {
			macro = true
		}
		if trimmed == "" {
			macro = false
		}
		if !macro && !strings.HasPrefix(trimmed, "#") {
			out.WriteString(line)
		}
	}
	return out.String()
}
