package credential_test

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/credential"
)

func TestNetrc(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       credential.Login
		found      bool
	}{
		{"one line", "machine h login u password p", credential.Login{User: "u", Password: "p"}, true},
		{"several lines", "machine h\n\tlogin u\n\tpassword p\n", credential.Login{User: "u", Password: "p"}, true},
		{"the second entry", "machine x login a password b\nmachine h login u password p\nmachine y login c", credential.Login{User: "u", Password: "p"}, true},
		{"the first of two", "machine h login u password p\nmachine h login v password q", credential.Login{User: "u", Password: "p"}, true},
		{"the default", "machine x login a\ndefault login u password p", credential.Login{User: "u", Password: "p"}, true},
		{"as attic use writes it", "machine h\npassword p\n", credential.Login{Password: "p"}, true},
		{"an account between", "machine h login u account machine password p", credential.Login{User: "u", Password: "p"}, true},
		{"a comment", "# machine h login a password b\nmachine h login u password p", credential.Login{User: "u", Password: "p"}, true},
		{"a macro", "macdef init\nmachine h login a password b\n\nmachine h login u password p", credential.Login{User: "u", Password: "p"}, true},
		{"another host", "machine hh login u password p", credential.Login{}, false},
		{"nothing", "", credential.Login{}, false},
		{"cut", "machine", credential.Login{}, false},
	} {
		got, found, err := credential.Netrc([]string{write(t, "netrc", tc.text)}, "h", true)
		if err != nil || found != tc.found || found && got != tc.want {
			t.Errorf("%s: %+v, %v, %v; want %+v, %v", tc.name, got, found, err, tc.want, tc.found)
		}
	}
}

func TestNetrcFiles(t *testing.T) {
	t.Setenv("HOME", "/h")
	t.Setenv("NETRC", "")
	if got, want := credential.NetrcFiles(""), []string{"/h/.netrc", "/h/.config/nix/netrc", "/etc/nix/netrc"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	t.Setenv("NETRC", "/n")
	if got := credential.NetrcFiles(""); got[0] != "/n" {
		t.Errorf("%q, want $NETRC first", got)
	}
	if got := credential.NetrcFiles("/given"); !slices.Equal(got, []string{"/given"}) {
		t.Errorf("%q, want the given one alone", got)
	}
	absent, dir := filepath.Join(t.TempDir(), "absent"), t.TempDir()
	there := write(t, "netrc", "machine h password p")
	if _, found, err := credential.Netrc([]string{absent, there}, "h", false); !found || err != nil {
		t.Errorf("a file that is not there hides the next: %v, %v", found, err)
	}
	if _, _, err := credential.Netrc([]string{absent}, "h", true); err == nil || !strings.HasPrefix(err.Error(), "reading netrc file: ") || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that was named and is not there: %v", err)
	}
	if _, _, err := credential.Netrc([]string{dir}, "h", false); err == nil {
		t.Error("a directory is read as a netrc file")
	}
}
