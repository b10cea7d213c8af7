// Package credential finds out how to prove to a cache's server who pushes: a bearer
// token from a file, the environment, a command or a configuration, or a user and
// password from an URL or a netrc file. No secret is ever printed or part of an error.
package credential
