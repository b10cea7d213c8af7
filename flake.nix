# Flywheel for Nix users: a shell to work in, and the programs.
#
# flake.lock is not here yet: it names a nixpkgs commit and its hash, which the
# machine that wrote this file could not reach. The first "nix flake lock" writes
# it; commit it then. Outputs are evaluated against a stand-in for nixpkgs by
# //tests/flake:flake_test; nobody has built them from the real one so far.
{
  description = "OpenTofu, Nix and package caches driven by Bazel";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      inherit (nixpkgs) lib;

      version = "0.1.0"; # of MODULE.bazel, which the test compares

      systems = [
        "aarch64-darwin"
        "aarch64-linux"
        "x86_64-darwin"
        "x86_64-linux"
      ];

      forEachSystem = f: lib.genAttrs systems (system: f nixpkgs.legacyPackages.${system});

      # What tools/vendorhash hashes too: no other file changes the packages.
      src = lib.fileset.toSource {
        root = ./.;
        fileset = lib.fileset.unions [
          ./go.mod
          ./go.sum
          ./tools
        ];
      };

      goPackage =
        pkgs: pname: subPackages: mainProgram:
        pkgs.buildGoModule {
          inherit
            pname
            version
            src
            subPackages
            ;
          # Written by "bazel run //:update", checked by //tests/generated.
          inherit (builtins.fromJSON (builtins.readFile ./go.vendor.json)) vendorHash;
          env.CGO_ENABLED = "0";
          # "bazel test //..." runs the tests, with the programs that they need.
          doCheck = false;
          # OpenTofu looks for a plugin by this name.
          postInstall = ''
            if [ -e $out/bin/providerlocal ]; then
              mv $out/bin/providerlocal $out/bin/terraform-provider-flywheel
            fi
          '';
          meta = {
            description = "Part of flywheel: OpenTofu, Nix and package caches driven by Bazel";
            homepage = "https://github.com/gloriousflywheel/flywheel";
            license = lib.licenses.asl20;
            inherit mainProgram;
          };
        };
    in
    {
      packages = forEachSystem (pkgs: {
        affected = goPackage pkgs "affected" [ "tools/affected" ] "affected";

        cached = goPackage pkgs "cached" [ "tools/cached" ] "cached";

        nixpush = goPackage pkgs "nixpush" [ "tools/nixpush" ] "nixpush";

        tofurun = goPackage pkgs "tofurun" [ "tools/tofurun" ] "tofurun";

        # The provider installs the cached that stands beside it.
        terraform-provider-flywheel = goPackage pkgs "terraform-provider-flywheel" [
          "tools/cached"
          "tools/providerlocal"
        ] "terraform-provider-flywheel";

        default = goPackage pkgs "flywheel" [
          "tools/affected"
          "tools/cached"
          "tools/nixpush"
          "tools/providerlocal"
          "tools/tofurun"
        ] "cached";
      });

      devShells = forEachSystem (pkgs: {
        default = pkgs.mkShell {
          packages = [
            pkgs.attic-client
            pkgs.bazelisk
            pkgs.buildifier
            pkgs.git
            pkgs.go
            pkgs.nix
            pkgs.opentofu
            pkgs.shellcheck
          ];
        };
      });

      # "nix flake check" builds every program and the shell.
      checks = lib.genAttrs systems (
        system: self.packages.${system} // { shell = self.devShells.${system}.default; }
      );
    };
}
