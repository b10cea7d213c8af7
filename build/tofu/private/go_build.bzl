"""Building a Go program in a repository rule, with the Go of rules_go, from the Go module proxy."""

load("@go_host_compatible_sdk_label//:defs.bzl", "HOST_COMPATIBLE_SDK")

def go_build(rctx, go_mod, package, output, platform, ldflags):
    """Builds one program.

    Args:
      rctx: repository_ctx.
      go_mod: label of a go.mod that requires the package's module, `<name>.mod`; its go.sum, `<name>.sum`, stands beside it.
      package: import path of the program's package.
      output: name of the program to make.
      platform: `<os>_<arch>` that it shall run on.
      ldflags: for Go's linker.

    Returns:
      the command, as a list, and what `rctx.execute` returned.
    """
    go_mod = rctx.path(go_mod)
    go_sum = go_mod.dirname.get_child(go_mod.basename.removesuffix(".mod") + ".sum")
    rctx.watch(go_sum)
    rctx.file("go.mod", rctx.read(go_mod))
    rctx.file("go.sum", rctx.read(go_sum))
    goos, goarch = platform.split("_")
    command = [
        rctx.path(HOST_COMPATIBLE_SDK).dirname.get_child("bin").get_child("go"),
        "build",
        "-trimpath",
        "-buildvcs=false",
        "-ldflags=" + ldflags,
        "-o",
        output,
        package,
    ]
    return command, rctx.execute(command, timeout = 3600, environment = {
        "CGO_ENABLED": "0",
        "GOARCH": goarch,
        "GOFLAGS": "-mod=readonly",
        "GOOS": goos,
        "GOWORK": "off",
    })
