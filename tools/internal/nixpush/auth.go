package nixpush

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachetarget"
	"github.com/gloriousflywheel/flywheel/tools/internal/credential"
	"github.com/gloriousflywheel/flywheel/tools/internal/httpretry"
)

// tokenVariables are environment variables that hold a bearer token.
func tokenVariables() []string { return []string{"NIXPUSH_TOKEN", "ATTIC_TOKEN"} }

// token is the bearer token for a cache, from the most particular source to the most
// general one; nil if there is none.
func (o Options) token(t cachetarget.Target) credential.Token {
	switch {
	case o.TokenFile != "":
		return credential.File(o.TokenFile)
	case len(o.TokenCommand) > 0:
		return credential.Command(o.TokenCommand)
	}
	for _, name := range tokenVariables() {
		if v := os.Getenv(name); v != "" {
			return credential.Text(v)
		}
	}
	switch {
	case t.Auth.Token != "":
		return credential.Text(t.Auth.Token)
	case t.Auth.TokenFile != "":
		return credential.File(t.Auth.TokenFile)
	case len(t.Auth.TokenCommand) > 0:
		return credential.Command(t.Auth.TokenCommand)
	}
	return nil
}

// authenticate is what proves to the server of a cache who pushes; nil for nothing. A
// token that says of itself that it will not do is an error before any request.
func (o Options) authenticate(ctx context.Context, t cachetarget.Target) (httpretry.Credential, error) {
	u, err := url.Parse(t.URL)
	if err != nil {
		return nil, err
	}
	if user := t.Auth.User; user != nil {
		password, _ := user.Password()
		return basic(u.Host, credential.Login{User: user.Username(), Password: password}), nil
	}
	if token := o.token(t); token != nil {
		if err := checkToken(ctx, token, t); err != nil {
			return nil, err
		}
		return bearer(u.Host, token), nil
	}
	login, found, err := credential.Netrc(credential.NetrcFiles(o.NetrcFile), u.Hostname(), o.NetrcFile != "")
	if err != nil || !found {
		return nil, err
	}
	if t.Kind == cachetarget.Attic { // "attic use" keeps the token there
		return bearer(u.Host, credential.Text(login.Password)), nil
	}
	return basic(u.Host, login), nil
}

// checkToken reads what a token says of itself.
func checkToken(ctx context.Context, token credential.Token, t cachetarget.Target) error {
	text, err := token(ctx)
	if err != nil {
		return fmt.Errorf("cache %q: %w", t.Name, err)
	}
	claims, ok := credential.ReadClaims(text)
	if !ok {
		return nil
	}
	if trouble := claims.Trouble(time.Now()); trouble != "" {
		return fmt.Errorf("cache %q: %s", t.Name, trouble)
	}
	if t.Kind == cachetarget.Attic {
		if missing := claims.MissingPush(t.Cache); missing != "" {
			return fmt.Errorf("cache %q: %s", t.Name, missing)
		}
	}
	return nil
}

// basic gives a user and a password to one host alone.
func basic(host string, login credential.Login) httpretry.Credential {
	return func(r *http.Request) error {
		if r.URL.Host == host {
			r.SetBasicAuth(login.User, login.Password)
		}
		return nil
	}
}

// bearer gives a token to one host alone.
func bearer(host string, token credential.Token) httpretry.Credential {
	return func(r *http.Request) error {
		if r.URL.Host != host {
			return nil
		}
		text, err := token(r.Context())
		if err != nil {
			return err
		}
		r.Header.Set("Authorization", "Bearer "+text)
		return nil
	}
}
