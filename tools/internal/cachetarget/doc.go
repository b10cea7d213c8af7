// Package cachetarget says what the name of a Nix cache on a command line means: an URL,
// a cache of an Attic server by the configuration of Attic's client, or an entry of
// nixpush's own configuration.
//
//	# ${XDG_CONFIG_HOME:-~/.config}/nixpush/config.toml
//	[caches.main]
//	url = "s3://nix-cache?endpoint=minio.example.com"
//	signing-key-files = ["/etc/nix/cache.secret"]
//	token-file = "/run/secrets/token"   # or token-command = ["vault", "read", …]
//	upstream-keys = ["cache.nixos.org-1:6NCHdD59X431o0gWypbMrAURkbJ16ZPMQFGspcDShjY="]
package cachetarget
