# Needs no nixpkgs: its derivations are shell scripts of builtin commands, built by /bin/sh. They refer to each other
# as real packages do, so that a push has a closure to order.
{
  description = "Derivations that build wherever Nix runs";

  outputs =
    { self }:
    let
      systems = [
        "aarch64-darwin"
        "aarch64-linux"
        "x86_64-darwin"
        "x86_64-linux"
      ];

      packagesOf =
        system:
        let
          run =
            name: script:
            derivation {
              inherit name system;
              builder = "/bin/sh";
              args = [
                "-euc"
                script
              ];
            };

          greeting = run "greeting" ''
            while read -r line; do echo "$line"; done <${./greeting.txt} >$out
          '';

          library = run "library" ''
            echo "greeting=${greeting}" >$out
          '';

          application = run "application" ''
            echo "library=${library}" >$out
            echo "greeting=${greeting}" >>$out
          '';

          tools = run "tools" ''
            echo "tools for ${library}" >$out
          '';
        in
        {
          inherit greeting library application tools;
          default = application;
        };
    in
    {
      packages = builtins.listToAttrs (
        map (system: {
          name = system;
          value = packagesOf system;
        }) systems
      );
    };
}
