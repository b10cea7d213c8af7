"""Where the package of a locked provider comes from: mirrors and registries.

Each source gives a package, or says why it has none:

- a directory, `file:///…`: OpenTofu's filesystem mirror, packed or unpacked;
- an address, `https://…`: OpenTofu's provider network mirror protocol;
- the provider's own registry: service discovery, then the provider registry protocol.
"""

_OFFLINE = "FLYWHEEL_PROVIDER_REGISTRY"
_MIRROR = "FLYWHEEL_PROVIDER_MIRROR"

_REMEDY_REACH = """See the WARNINGs above for what the servers said. Where the registry is out of reach, name a mirror: tofu.lock(mirrors = [...]) in MODULE.bazel or --repo_env={mirror}=<directory or URL> ("tofu providers mirror" fills one).
Credentials come from ~/.netrc or $NETRC, a proxy from $HTTPS_PROXY and $HTTP_PROXY. Checks need no plugin without --@flywheel//build/tofu:providers=real; what deploys does."""

_REMEDY_LOCK = "Choose a version that is offered, or add a mirror that has it: change the constraints and run: {lock_command}"

def check_hash(got, wanted):
    """Whether a hash is one of those that are wanted.

    Args:
      got: string: `zh:<hexadecimal>` or `h1:<base64>`.
      wanted: list of string.

    Returns:
      bool.
    """
    return got in wanted

def _package(file = None, sha256 = None, unpacked = None, where = None, problems = None, remedy = None):
    return struct(
        file = file,
        problems = problems,
        remedy = remedy,
        sha256 = sha256,
        unpacked = unpacked,
        where = where,
    )

def _none(problem, remedy):
    return _package(problems = [problem], remedy = remedy)

# --- files --------------------------------------------------------------------

def _file_url(path):
    """A file's URL: what means something in a URL is written as %XX."""
    text = str(path)
    for char, code in [("%", "%25"), (" ", "%20"), ("#", "%23"), ("?", "%3F"), ("[", "%5B"), ("]", "%5D"), ("+", "%2B")]:
        text = text.replace(char, code)
    return "file://" + text

def _files(directory):
    """Every file below a directory: path relative to it, and path."""
    found = {}
    todo = [("", directory)]
    for _ in range(100000):
        if not todo:
            break
        prefix, at = todo.pop()
        for child in at.readdir(watch = "no"):
            if child.is_dir:
                todo.append((prefix + child.basename + "/", child))
            else:
                found[prefix + child.basename] = child
    return found

def dir_hash(rctx, directory, copy_to = None):
    """The hash `h1:` of a directory, as Go's dirhash.Hash1 makes it.

    Bazel's downloader computes the sums: Starlark could not, and not every machine has
    the same program for it.

    Args:
      rctx: repository_ctx.
      directory: path.
      copy_to: string: where to leave a copy of what was hashed; None for nowhere.

    Returns:
      string: `h1:` and the base64 of the SHA-256 of the sorted list of files.
    """
    lines = []
    files = _files(directory)
    for name in sorted(files):
        copy = copy_to + "/" + name if copy_to else ".hashed"
        sum = rctx.download(_file_url(files[name]), output = copy).sha256
        lines.append("{}  {}\n".format(sum, name))
    rctx.file(".hashes", "".join(lines))
    result = rctx.download(_file_url(rctx.path(".hashes")), output = ".hashed")
    rctx.delete(".hashes")
    rctx.delete(".hashed")
    return "h1:" + result.integrity.removeprefix("sha256-")

# --- network ------------------------------------------------------------------

def _json(rctx, auth, url):
    """The JSON document at a URL, or None."""
    result = rctx.download(url, output = ".answer", allow_fail = True, auth = auth(rctx, [url]))
    if not result.success:
        return None
    answer = json.decode(rctx.read(".answer", watch = "no"), default = None)
    rctx.delete(".answer")
    return answer if type(answer) == "dict" else None

def _resolve(base, reference):
    """A reference in the document at base, as an absolute URL."""
    if "://" in reference:
        return reference
    scheme, rest = base.split("://", 1)
    host, _, path = rest.partition("/")
    if reference.startswith("//"):
        return scheme + ":" + reference
    if reference.startswith("/"):
        return scheme + "://" + host + reference
    parts = path.split("?")[0].split("/")[:-1]
    for part in reference.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return scheme + "://" + host + "/" + "/".join(parts)

def _download(rctx, auth, url, shas):
    """A package at url; shas are the SHA-256 that the server says it has."""
    locked = [s for s in shas if "zh:" + s in rctx.attr.hashes]
    has_zh = [h for h in rctx.attr.hashes if h.startswith("zh:")]
    if shas and has_zh and not locked:
        # Not worth a download: this cannot be the locked one, if the server is right.
        return _package(file = None, sha256 = shas[0], where = url + " (by what the server says of it)")

    # With a known sum the repository cache answers, and no request is made.
    sha256 = locked[0] if locked else shas[0] if shas else ""
    if url.startswith("http://") and not sha256:
        return _plain(url)
    request = auth(rctx, [url])
    result = rctx.download(url, output = "provider.zip", sha256 = sha256, allow_fail = True, auth = request)
    if not result.success and sha256:
        # Bazel does not tell a file that is not there from one that is another.
        result = rctx.download(url, output = "provider.zip", allow_fail = True, auth = request)
    if not result.success:
        return _none("{}: the package cannot be downloaded".format(url), _REMEDY_REACH)
    if sha256 and result.sha256 != sha256 and not has_zh:
        return _none("{}: the package's SHA-256 is {}, but the server says {}: it is truncated or damaged".format(url, result.sha256, sha256), _REMEDY_REACH)
    return _package(file = "provider.zip", sha256 = result.sha256, where = url)

def _plain(address):
    """Plain http, which Bazel's downloader passes over in silence where it knows no checksum."""
    return _none("{}: Bazel reads plain http only where it knows the checksum beforehand, which it does not here; serve it by https".format(address), _REMEDY_REACH)

def _from_network_mirror(rctx, auth, mirror):
    if mirror.startswith("http://"):
        return _plain(mirror)
    base = "{}/{}/".format(mirror.removesuffix("/"), rctx.attr.address)
    url = base + rctx.attr.version + ".json"
    document = _json(rctx, auth, url)
    if document == None:
        index = _json(rctx, auth, base + "index.json")
        if index == None:
            return _none("{}: this network mirror cannot be reached, or does not have the provider".format(base + "index.json"), _REMEDY_REACH)
        return _none("{}: the mirror has no version {}; it has {}".format(url, rctx.attr.version, ", ".join(sorted(index.get("versions", {}))) or "none"), _REMEDY_LOCK)
    archives = document.get("archives", {})
    archive = archives.get(rctx.attr.platform)
    if not archive:
        return _none("{}: the mirror has version {} for {} only".format(url, rctx.attr.version, ", ".join(sorted(archives)) or "no platform"), _REMEDY_LOCK)
    shas = [h.removeprefix("zh:") for h in archive.get("hashes", []) if h.startswith("zh:")]
    return _download(rctx, auth, _resolve(url, archive["url"]), shas)

def _from_filesystem_mirror(rctx, directory):
    host, namespace, kind = rctx.attr.address.split("/")
    top = rctx.path(directory)
    if not top.exists:
        return _none("{}: there is no such directory".format(directory), _REMEDY_REACH)
    provider = top
    for part in [host, namespace, kind]:
        provider = provider.get_child(part)
    unpacked = provider.get_child(rctx.attr.version).get_child(rctx.attr.platform)
    if unpacked.exists:
        if not [h for h in rctx.attr.hashes if h.startswith("h1:")]:
            return _none("{}: this mirror is unpacked, which only h1: hashes can verify, and the lock file has none for the provider".format(unpacked), "Pack the mirror, or run: {lock_command}")
        return _package(unpacked = unpacked, where = str(unpacked))
    packed = provider.get_child("terraform-provider-{}_{}_{}.zip".format(kind, rctx.attr.version, rctx.attr.platform))
    if not packed.exists:
        return _none("{}: neither {} nor {} is there".format(directory, packed, unpacked), _REMEDY_REACH)
    result = rctx.download(_file_url(packed), output = "provider.zip")
    return _package(file = "provider.zip", sha256 = result.sha256, where = str(packed))

def _offered(rctx, auth, base):
    """Why a registry, reached at base, has no package for the version and platform."""
    url = base + "/".join(rctx.attr.address.split("/")[1:]) + "/versions"
    document = _json(rctx, auth, url)
    if document == None:
        return _none("{}: the registry does not know the provider, or does not answer".format(url), _REMEDY_REACH)
    versions = {v["version"]: v for v in document.get("versions", [])}
    if rctx.attr.version not in versions:
        return _none("{}: the registry has no version {}; it has {}".format(url, rctx.attr.version, ", ".join(versions.keys()[:20]) or "none"), _REMEDY_LOCK)
    platforms = ["{}_{}".format(p["os"], p["arch"]) for p in versions[rctx.attr.version].get("platforms", [])]
    if rctx.attr.platform not in platforms:
        return _none("{}: the registry has version {} for {} only, not for {}".format(url, rctx.attr.version, ", ".join(sorted(platforms)) or "no platform", rctx.attr.platform), _REMEDY_LOCK)
    return _none("{}: the registry lists the package but does not give it".format(url), _REMEDY_REACH)

def _from_registry(rctx, auth):
    host, namespace, kind = rctx.attr.address.split("/")
    if rctx.getenv(_OFFLINE) == "none":
        return _none("https://{}: not asked: this machine cannot reach it ({}=none)".format(host, _OFFLINE), _REMEDY_REACH)
    registry = rctx.attr.registries.get(host, "https://" + host).removesuffix("/")
    if registry.startswith("http://"):
        return _plain(registry)
    discovery = registry + "/.well-known/terraform.json"
    services = _json(rctx, auth, discovery)
    if services == None:
        return _none("{}: the registry cannot be reached, or is none: it has no service discovery".format(discovery), _REMEDY_REACH)
    if "providers.v1" not in services:
        return _none("{}: this host has no provider registry (no service providers.v1)".format(discovery), _REMEDY_REACH)
    base = _resolve(discovery, services["providers.v1"]).removesuffix("/") + "/"
    os, arch = rctx.attr.platform.split("_")
    url = "{}{}/{}/{}/download/{}/{}".format(base, namespace, kind, rctx.attr.version, os, arch)
    document = _json(rctx, auth, url)
    if document == None or "download_url" not in document:
        return _offered(rctx, auth, base)
    return _download(rctx, auth, _resolve(url, document["download_url"]), [s for s in [document.get("shasum")] if s])

def find_package(rctx, auth):
    """Gets the provider's package from the first source that has it.

    Args:
      rctx: repository_ctx of provider_repository.
      auth: function of rctx and a list of URLs: the `auth` of a download.

    Returns:
      struct with `problems` (list of string: why no source has it) and `remedy`, or with
      `where` and either `file` and `sha256` (a zip that is still to be verified) or
      `unpacked` (a path).
    """
    problems, remedy = [], None
    override = rctx.getenv(_MIRROR)
    for mirror in ([override] if override else []) + rctx.attr.mirrors + [None]:
        if mirror == None:
            package = _from_registry(rctx, auth)
        elif mirror.startswith("https://") or mirror.startswith("http://"):
            package = _from_network_mirror(rctx, auth, mirror)
        else:
            package = _from_filesystem_mirror(rctx, mirror.removeprefix("file://"))
        if not package.problems:
            return package
        problems += package.problems

        # The lack of a version explains more than a mirror that is not there.
        if remedy != _REMEDY_LOCK:
            remedy = package.remedy
    return _package(problems = problems, remedy = remedy.replace("{mirror}", _MIRROR))
