"""What an installable means: a flake of the workspace, by label, or text for Nix."""

_FLAKE = "flake.nix"

def _here(has_flake):
    """The label of this package's flake."""
    if not has_flake:
        fail("//{}: an installable begins with \".#\", and there is no flake.nix in this package: name the flake by its label, \"//:flake.nix#…\"".format(native.package_name()))
    return native.package_relative_label(":" + _FLAKE)

def _relative(reference):
    """Whether it is a path, which would be read behind Bazel's back."""
    return reference == ".." or reference.startswith("./") or reference.startswith("../")

def _flake_of(reference, has_flake):
    """The label of the flake that the part before `#` names; None for one that only Nix knows."""
    if reference in ["", "."]:
        return _here(has_flake)
    if _relative(reference):
        fail("//{}: installable {}: name the flake by its label, for example \"//{}:flake.nix#…\"".format(native.package_name(), repr(reference), native.package_name()))
    if not (reference.startswith("//") or reference.startswith("@") or reference.startswith(":")):
        return None
    label = native.package_relative_label(reference)
    if label.name != _FLAKE and not label.name.endswith("/" + _FLAKE):
        fail("//{}: installable {}: want the label of a file flake.nix".format(native.package_name(), repr(reference)))
    return label

def _split(installable, has_flake):
    reference, _, attribute = installable.partition("#")
    return _flake_of(reference, has_flake), attribute

# buildifier: disable=unnamed-macro
def flake_labels(installables, has_flake):
    """The flakes of this workspace that installables name.

    Args:
      installables: list of string.
      has_flake: bool, whether this package has a flake.nix, which "." names.

    Returns:
      list of Label, each once.
    """
    flakes = [_split(i, has_flake)[0] for i in installables]
    return {f: None for f in flakes if f}.keys()

def _directory(flake):
    """Where a flake stands in the staged tree."""
    top = "external/" + flake.repo_name if flake.workspace_root else ""
    inside = flake.name[:-len(_FLAKE)].removesuffix("/")
    return "/".join([p for p in [top, flake.package, inside] if p]) or "."

# buildifier: disable=unnamed-macro
def parse_installables(installables, has_flake):
    """Installables as the spec has them.

    Args:
      installables: list of string.
      has_flake: bool, whether this package has a flake.nix, which "." names.

    Returns:
      list of string: JSON objects with `flake` (directory in the staged tree) and `attribute`, or with `text`.
    """
    parsed = []
    for installable in installables:
        flake, attribute = _split(installable, has_flake)
        fields = {"attribute": attribute, "flake": _directory(flake)} if flake else {"text": installable}
        parsed.append(json.encode(fields))
    return parsed
