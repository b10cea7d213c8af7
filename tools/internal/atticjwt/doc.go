// Package atticjwt makes and checks the access tokens of Attic: JSON Web Tokens
// whose claim "https://jwt.attic.rs/v1" says what their bearer may do to which
// caches.
//
//	{"sub": "ci", "exp": 1800000000, "nbf": 1790000000,
//	 "https://jwt.attic.rs/v1": {"caches": {"team-*": {"r": 1, "w": 1}}}}
//
// A key has one algorithm, HS256 or RS256, and takes no token of another one.
// That, and reading JSON, is all that is needed of JWT here, and the standard
// library has it.
package atticjwt
