# One small C program, built the ways that teams cache: with glibc, static with musl, static for
# another processor, as a container image, and the shell to work on it.
{
  description = "An application and its development shell";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      inherit (nixpkgs) lib;

      forEachSystem =
        f:
        lib.genAttrs [
          "aarch64-linux"
          "x86_64-linux"
        ] (system: f nixpkgs.legacyPackages.${system});

      # The same for every set of packages, whatever compiler and C library it has.
      myapp =
        pkgs:
        pkgs.stdenv.mkDerivation {
          pname = "myapp";
          version = "1.0.0";
          src = ./src;
          dontConfigure = true;
          buildPhase = ''
            $CC -O2 -Wall -o myapp myapp.c
          '';
          installPhase = ''
            install -D myapp $out/bin/myapp
          '';
          meta.mainProgram = "myapp";
        };

      imageOf =
        pkgs:
        pkgs.dockerTools.buildLayeredImage {
          name = "myapp";
          tag = "1.0.0";
          config.Entrypoint = [ "${myapp pkgs.pkgsStatic}/bin/myapp" ];
        };

      shellOf =
        pkgs:
        pkgs.mkShell {
          packages = [
            pkgs.clang-tools
            pkgs.gdb
          ];
        };
    in
    {
      packages = forEachSystem (pkgs: {
        default = myapp pkgs;

        # glibc
        myapp = myapp pkgs;

        # musl, linked statically
        myapp-static = myapp pkgs.pkgsStatic;

        # the same for 64-bit ARM, compiled on this machine
        myapp-aarch64-static = myapp pkgs.pkgsCross.aarch64-multiplatform-musl.pkgsStatic;

        # A shell has no output to push. This derivation's output refers to all that the shell needs.
        dev-shell = (shellOf pkgs).inputDerivation;

        image = imageOf pkgs;
      });

      devShells = forEachSystem (pkgs: {
        default = shellOf pkgs;
      });
    };
}
