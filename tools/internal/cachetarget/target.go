package cachetarget

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// Kind is a protocol of caches.
type Kind string

// The kinds of caches.
const (
	Attic Kind = "attic"
	HTTP  Kind = "http"
	S3    Kind = "s3"
	File  Kind = "file"
)

// Target is a cache to push to.
type Target struct {
	// Name is what the user called it.
	Name string
	// Kind is its protocol.
	Kind Kind
	// URL is where it is, without parameters and credentials. Of an Attic server it is
	// the server's; of a bucket it has the parameters of the S3 store.
	URL string
	// Cache is the cache's name at an Attic server.
	Cache string
	// Server is the name of the Attic server in the client's configuration; may be empty.
	Server string
	// Parameters are those of the URL, or of the configuration.
	Parameters Parameters
	// Auth is what is known of credentials.
	Auth Auth
}

// Auth is how to prove who pushes. At most one of the tokens is set.
type Auth struct {
	// Token is a bearer token, as Attic's configuration holds it.
	Token string
	// TokenFile names a file with a bearer token.
	TokenFile string
	// TokenCommand prints a bearer token.
	TokenCommand []string
	// User is user and password of an URL.
	User *url.Userinfo
}

// ErrUnknown is the error for a name that no configuration explains.
type ErrUnknown struct{ Name, Detail string }

// Error implements error.
func (e *ErrUnknown) Error() string {
	return fmt.Sprintf("cache %q is unknown: %s", e.Name, e.Detail)
}

// name is Attic's rule for names of caches and servers.
var name = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-+_.]{0,49}$`)

// Resolve says what the user's word for a cache means.
func Resolve(word string, c Config) (Target, error) {
	if scheme, _, isURL := strings.Cut(word, "://"); isURL {
		return parseURL(word, scheme)
	}
	if own, found := c.Caches[word]; found {
		return own.target(word)
	}
	server, cache, qualified := strings.Cut(word, ":")
	if !qualified {
		server, cache = "", word
	}
	if !name.MatchString(cache) || qualified && !name.MatchString(server) {
		return Target{}, &ErrUnknown{word, "want NAME, SERVER:NAME, or an URL that begins with https://, attic+https://, s3:// or file://"}
	}
	return c.attic(word, server, cache)
}

func parseURL(word, scheme string) (Target, error) {
	t := Target{Name: withoutSecrets(word)}
	if scheme == "s3" {
		rest, err := t.Parameters.take(word)
		t.Kind, t.URL = S3, rest
		return t, err
	}
	rest, err := t.Parameters.take(word)
	if err != nil {
		return t, err
	}
	u, err := url.Parse(rest)
	if err != nil {
		return t, fmt.Errorf("reading cache URL %q: it cannot be parsed", t.Name)
	}
	if u.RawQuery != "" {
		return t, fmt.Errorf("reading cache URL %q: unknown parameters %q: want compression, compression-level, parallel-compression, secret-key, secret-keys, priority or want-mass-query", t.Name, u.RawQuery)
	}
	t.Auth.User, u.User = u.User, nil
	u.Path = strings.TrimRight(u.Path, "/")
	switch {
	case scheme == "file" && u.Host == "" && u.Path != "":
		t.Kind, t.URL = File, "file://"+u.Path
	case (scheme == "http" || scheme == "https") && u.Host != "":
		t.Kind, t.URL = HTTP, u.String()
	case (scheme == "attic+http" || scheme == "attic+https") && u.Host != "":
		return t.atticURL(u)
	default:
		return t, &ErrUnknown{t.Name, "want https://HOST/…, attic+https://HOST/CACHE, s3://BUCKET or file:///DIRECTORY"}
	}
	return t, nil
}

// atticURL takes the last part of the path for the cache's name.
func (t Target) atticURL(u *url.URL) (Target, error) {
	u.Scheme = strings.TrimPrefix(u.Scheme, "attic+")
	slash := strings.LastIndexByte(u.Path, '/')
	t.Kind, t.Cache = Attic, u.Path[slash+1:]
	if slash < 0 || !name.MatchString(t.Cache) {
		return t, &ErrUnknown{t.Name, "want attic+https://HOST/CACHE"}
	}
	u.Path = u.Path[:slash]
	t.URL = u.String()
	return t, nil
}

// withoutSecrets is an URL without user and password.
func withoutSecrets(word string) string {
	scheme, rest, _ := strings.Cut(word, "://")
	authority, path, slash := strings.Cut(rest, "/")
	if at := strings.LastIndexByte(authority, '@'); at >= 0 {
		authority = authority[at+1:]
	}
	if slash {
		path = "/" + path
	}
	return scheme + "://" + authority + path
}
