# A stand-in for nixpkgs: only what our flake.nix takes from it, and strict about
# how. Its derivations have names and can be evaluated, not built.
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
        system: name:
        derivation {
          inherit name system;
          builder = "/no/builder";
        };

      packagesOf = system: {
        attic-client = fake system "attic-client";
        bazelisk = fake system "bazelisk";
        buildifier = fake system "buildifier";
        git = fake system "git";
        go = fake system "go";
        nix = fake system "nix";
        opentofu = fake system "opentofu";
        shellcheck = fake system "shellcheck";

        # Names its arguments, so that a misspelt one is an error here.
        buildGoModule =
          {
            pname,
            version,
            src,
            subPackages,
            vendorHash,
            env ? { },
            doCheck ? true,
            postInstall ? "",
            meta ? { },
          }:
          derivation {
            inherit
              src
              subPackages
              vendorHash
              postInstall
              system
              ;
            name = "${pname}-${version}";
            builder = "/no/builder";
          }
          // {
            inherit pname version subPackages vendorHash env doCheck meta;
          };

        mkShell =
          { packages }:
          derivation {
            inherit system packages;
            name = "nix-shell";
            builder = "/no/builder";
          }
          // {
            inherit packages;
          };
      };
    in
    {
      lib = {
        inherit genAttrs;
        licenses.asl20.spdxId = "Apache-2.0";
        fileset = {
          unions = files: files;
          # Only checks that the files are there: the copy is of the root.
          toSource =
            { root, fileset }:
            if builtins.all builtins.pathExists fileset then
              root
            else
              throw "fileset of ${toString root}: a file is missing";
        };
      };

      legacyPackages = genAttrs [
        "aarch64-darwin"
        "aarch64-linux"
        "x86_64-darwin"
        "x86_64-linux"
      ] packagesOf;
    };
}
