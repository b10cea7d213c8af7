# A stand-in for nixpkgs: only what examples/nix takes from it, and strict about how. Its
# derivations can be evaluated, not built; "kind" says which of the sets they are from.
{
  outputs =
    { self }:
    let
      genAttrs =
        names: f:
        builtins.listToAttrs (
          map (name: {
            inherit name;
            value = f name;
          }) names
        );

      fake =
        system: name: more:
        derivation (
          {
            inherit name system;
            builder = "/no/builder";
          }
          // more
        );

      setOf = system: kind: {
        stdenv.mkDerivation =
          {
            pname,
            version,
            src,
            dontConfigure ? false,
            buildPhase,
            installPhase,
            meta ? { },
          }:
          fake system "${pname}-${version}" { inherit src buildPhase installPhase kind; } // { inherit meta kind; };
      };

      packagesOf =
        system:
        setOf system "glibc"
        // {
          clang-tools = fake system "clang-tools" { };
          gdb = fake system "gdb" { };
          pkgsStatic = setOf system "static";
          pkgsCross.aarch64-multiplatform-musl.pkgsStatic = setOf system "aarch64-static";

          mkShell =
            { packages }:
            fake system "nix-shell" { inherit packages; }
            // {
              inputDerivation = fake system "nix-shell-inputs" { inherit packages; } // { kind = "shell"; };
            };

          dockerTools.buildLayeredImage =
            {
              name,
              tag,
              config,
            }:
            fake system "${name}.tar.gz" { config = builtins.toJSON config; } // { kind = "image"; };
        };
    in
    {
      lib = { inherit genAttrs; };

      legacyPackages = genAttrs [
        "aarch64-linux"
        "x86_64-linux"
      ] packagesOf;
    };
}
