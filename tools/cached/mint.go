package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/atticjwt"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheauth"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
)

// clockSkew is how much a server's clock may be behind: tokens begin that much
// before they are made.
const clockSkew = time.Minute

// mintFlags are what a token is to say.
type mintFlags struct {
	subject  string
	validity time.Duration
	grants   map[string]*[]string // patterns of cache names by permission
}

func (c *command) tokenMint(f *dataDirFlags) *cobra.Command {
	m := mintFlags{grants: map[string]*[]string{}}
	cmd := &cobra.Command{
		Use:   "mint",
		Short: "Make a token of Attic (a JSON Web Token) and print it on stdout",
		Long: `Make a token of Attic, for the client attic and whatever speaks its API, and
print it on stdout. It says itself what it grants, so the server keeps nothing of
it and cannot revoke one alone: keep the validity short.

  cached token mint --subject ci --validity 24h --pull 'ci-*' --push 'ci-*'
  attic login local http://127.0.0.1:8380 "$(cached token mint --subject me --validity 8h --pull '*' --push '*' --create-cache '*')"

In patterns of cache names * stands for any characters. What a wider pattern grants,
a narrower one grants, too.

The key is attic.token_key_file of the configuration, or DATA/attic-token.key, which
is made (HS256, mode 0600) if it is not there. Whoever has it can make tokens;
removing it ends all tokens at once. Any key of Attic's own configuration fits:
the base64 of an HS256 secret, or an RSA key as PEM, which means RS256.
` + exitCodes,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return c.runMint(f, m) },
	}
	cmd.Flags().StringVar(&m.subject, "subject", "", "whom the token is for, by any name (required)")
	cmd.Flags().DurationVar(&m.validity, "validity", 0, "how long it is valid, like 24h (required)")
	for _, word := range atticjwt.Words() {
		m.grants[word] = cmd.Flags().StringSlice(word, nil, "patterns of cache names to grant this on, separated by commas")
	}
	return cmd
}

func (c *command) runMint(f *dataDirFlags, m mintFlags) error {
	config, err := f.find()
	if err != nil {
		return err
	}
	claims, err := m.claims(time.Now(), config.Attic)
	if err != nil {
		return usage(err)
	}
	key, err := tokenKey(config)
	if err != nil {
		return err
	}
	token, err := key.Sign(claims)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.stdout, token)
	return err
}

// claims checks the flags.
func (m mintFlags) claims(now time.Time, a cacheconfig.Attic) (atticjwt.Claims, error) {
	claims := atticjwt.Claims{Subject: m.subject, Expires: now.Add(m.validity), NotBefore: now.Add(-clockSkew), Issuer: a.TokenIssuer, Audiences: a.TokenAudiences}
	switch {
	case m.subject == "":
		return claims, errors.New("--subject: whom is the token for?")
	case m.validity <= 0:
		return claims, errors.New("--validity: want a duration above 0, like 24h")
	}
	for _, word := range atticjwt.Words() {
		permission, err := atticjwt.Parse(word)
		if err != nil {
			return claims, err
		}
		for _, pattern := range *m.grants[word] {
			if err := atticjwt.CheckPattern(pattern); err != nil {
				return claims, fmt.Errorf("--%s: %w", word, err)
			}
			claims.Access = claims.Access.With(pattern, permission)
		}
	}
	if len(claims.Access) == 0 {
		return claims, errors.New("the token would grant nothing: give --pull, --push or another permission")
	}
	claims.Access = claims.Access.Spread()
	return claims, nil
}

// tokenKey reads the key that signs tokens; it makes the default one.
func tokenKey(config cacheconfig.Config) (*atticjwt.Key, error) {
	path := cmp.Or(config.Attic.TokenKeyFile, cacheauth.JWTKeyPath(config.DataDir))
	_, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) && config.Attic.TokenKeyFile == "" {
		if err := atomicfile.Write(path, []byte(atticjwt.NewSecret()+"\n"), 0o600); err != nil {
			return nil, fmt.Errorf("making the token key: %w", err)
		}
	}
	return cacheauth.ReadJWTKey(path)
}
