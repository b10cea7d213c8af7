"""Reads OpenTofu's dependency lock file, `.terraform.lock.hcl`.

The grammar is the part of HCL that such a file can hold: `provider` blocks with string
and list-of-string attributes, in any order and layout, with comments. What OpenTofu
would refuse is refused here, and so is HCL that it would have to evaluate.
"""

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789"
_HEX = _DIGITS + "abcdefABCDEF"
_ESCAPES = {"\"": "\"", "\\": "\\", "n": "\n", "r": "\r", "t": "\t"}

def _is_of(text, alphabet):
    """Whether text is some characters of the alphabet and no others."""
    for c in text.elems():
        if c not in alphabet:
            return False
    return text != ""

# --- tokens -------------------------------------------------------------------

def _escape(text, pos):
    """The escape sequence at the backslash at pos: its value (None: unknown) and its end."""
    kind = text[pos + 1:pos + 2]
    if kind in _ESCAPES:
        return _ESCAPES[kind], pos + 2
    size = {"U": 8, "u": 4}.get(kind, 0)
    code = text[pos + 2:pos + 2 + size]

    # Nothing in a lock file is other than ASCII.
    if not size or len(code) != size or not _is_of(code, _HEX) or int(code, 16) >= 128:
        return None, pos
    return json.decode("\"\\u" + code[-4:] + "\""), pos + 2 + size

def _string(text, pos):
    """The string after the quotation mark at pos: its value, its end and an error."""
    value = ""
    pos += 1
    for _ in range(len(text)):
        # Up to what may be special, in one step.
        plain = len(text)
        for special in ["\"", "\\", "\n", "${", "%{"]:
            at = text.find(special, pos, plain)
            plain = at if at >= 0 else plain
        value += text[pos:plain]
        pos = plain
        if pos >= len(text) or text[pos] == "\n":
            return None, pos, "a string without its closing quotation mark"
        if text[pos] == "\"":
            return value, pos + 1, None
        if text[pos] == "\\":
            char, pos = _escape(text, pos)
            if char == None:
                return None, pos, "the unknown escape {} in a string".format(repr(text[pos:pos + 2]))
            value += char
        elif value.endswith(text[pos]):
            value += "{"  # $${ and %%{ stand for ${ and %{
            pos += 2
        else:
            return None, pos, "a template ({}…}}) in a string: only plain strings are allowed".format(text[pos:pos + 2])
    return None, pos, "a string without end"

def _name_end(text, pos):
    for end in range(pos, len(text)):
        if text[end] not in _LETTERS + _DIGITS + "_-":
            return end
    return len(text)

def _token(kind, value, line):
    return struct(kind = kind, line = line, value = value)

def _tokens(text):
    """All tokens of a file, and an error (a token of kind error) or None."""
    tokens = []
    pos, line = 0, 1
    for _ in range(len(text)):
        if pos >= len(text):
            break
        c, two = text[pos], text[pos:pos + 2]
        if c == "\n" or two == "\r\n":
            tokens.append(_token("newline", "the end of the line", line))
            pos += 1 if c == "\n" else 2
            line += 1
        elif c in " \t":
            pos += 1
        elif c == "#" or two == "//":
            end = text.find("\n", pos)
            pos = end if end >= 0 else len(text)
        elif two == "/*":
            end = text.find("*/", pos + 2)
            if end < 0:
                return tokens, _token("error", "a comment without its closing */", line)
            line += text.count("\n", pos, end)
            pos = end + 2
        elif c == "\"":
            value, pos, error = _string(text, pos)
            if error:
                return tokens, _token("error", error, line)
            tokens.append(_token("string", value, line))
        elif c in _LETTERS or c == "_":
            end = _name_end(text, pos)
            tokens.append(_token("name", text[pos:end], line))
            pos = end
        elif c in "{}[]=,":
            tokens.append(_token(c, c, line))
            pos += 1
        else:
            return tokens, _token("error", "the character {}, which no lock file has there".format(repr(c)), line)
    return tokens + [_token("end", "the end of the file", line)], None

# --- grammar ------------------------------------------------------------------
#
# A parser is a dict of the tokens, the position and the first error: Starlark has no
# exceptions, so that after an error every token is the end.

def _error(p, line, message):
    if not p["error"]:
        p["error"] = (line, message)
        p["at"] = len(p["tokens"]) - 1

def _peek(p):
    return p["tokens"][p["at"]]

def _next(p):
    token = _peek(p)
    p["at"] = min(p["at"] + 1, len(p["tokens"]) - 1)
    return token

def _want(p, kind, what):
    """The next token, which must be of the kind."""
    token = _next(p)
    if token.kind != kind:
        got = repr(token.value) if token.kind in ["name", "string"] + list("{}[]=,".elems()) else token.value
        _error(p, token.line, "found {}, want {}".format(got, what))
    return token

def _skip_newlines(p):
    for _ in range(len(p["tokens"])):
        if _peek(p).kind != "newline":
            return
        _next(p)

def _list(p):
    """The strings of a list, whose opening bracket has been read."""
    values = []
    for _ in range(len(p["tokens"])):
        _skip_newlines(p)
        if _peek(p).kind == "]":
            _next(p)
            return values
        values.append(_want(p, "string", "a string in quotation marks or ]").value)
        _skip_newlines(p)
        if _peek(p).kind != "]":
            _want(p, ",", "a comma or ]")
        if p["error"]:
            return values
    return values

_ATTRIBUTES = {"constraints": "string", "hashes": "list", "version": "string"}

def _attribute(p, block):
    name = _want(p, "name", "version, constraints, hashes or }")
    if name.value not in _ATTRIBUTES:
        _error(p, name.line, "unknown attribute {}: a provider block has version, constraints and hashes".format(name.value))
    if name.value in block:
        _error(p, name.line, "the second {} of one provider block".format(name.value))
    _want(p, "=", "=")
    if _ATTRIBUTES.get(name.value) == "list":
        _want(p, "[", "a list of strings")
        value = _list(p)
        if not value:
            _error(p, name.line, "hashes is empty: leave it out, or give at least one")
    else:
        value = _want(p, "string", "a string in quotation marks").value
    block[name.value] = struct(line = name.line, value = value)

def _body(p):
    """The attributes of a block, whose opening brace has been read: name to line and value."""
    block = {}
    if _peek(p).kind != "newline":  # a block in one line has at most one attribute
        if _peek(p).kind != "}":
            _attribute(p, block)
        _want(p, "}", "} or the end of the line")
        return block
    for _ in range(len(p["tokens"])):
        _skip_newlines(p)
        if p["error"]:
            return block
        if _peek(p).kind == "}":
            _next(p)
            return block
        _attribute(p, block)
        _want(p, "newline", "the end of the line")
    return block

# --- meaning ------------------------------------------------------------------

def _check_address(p, label):
    parts = label.value.split("/")
    host_chars = "abcdefghijklmnopqrstuvwxyz" + _DIGITS + "-.:"
    name_chars = "abcdefghijklmnopqrstuvwxyz" + _DIGITS + "-_"
    if len(parts) != 3 or "." not in parts[0] and parts[0].split(":")[0] != "localhost" or \
       not _is_of(parts[0], host_chars) or not _is_of(parts[1] + parts[2], name_chars) or "" in parts:
        _error(p, label.line, "{} is no provider address: want \"<host>/<namespace>/<type>\" in lower case".format(repr(label.value)))
    elif parts[0] == "terraform.io":
        _error(p, label.line, "{} is built into OpenTofu and cannot be locked".format(label.value))

def _check_version(p, version):
    core = version.value.split("+")[0].split("-")[0].split(".")
    numbers = [n for n in core if _is_of(n, _DIGITS) and (n == "0" or n[0] != "0")]
    if len(core) != 3 or len(numbers) != 3 or not _is_of(version.value, _LETTERS + _DIGITS + ".-+"):
        _error(p, version.line, "version {}: want three numbers, such as \"3.2.1\"".format(repr(version.value)))

def _provider(p, label, block):
    _check_address(p, label)
    if "version" not in block:
        _error(p, label.line, "provider {} has no version".format(label.value))
        return None
    _check_version(p, block["version"])
    hashes = block["hashes"].value if "hashes" in block else []
    for h in hashes:
        if h.find(":") < 1:
            _error(p, block["hashes"].line, "hash {}: want \"<scheme>:<value>\", such as \"h1:…\" or \"zh:…\"".format(repr(h)))
    return struct(
        address = label.value,
        constraints = block["constraints"].value if "constraints" in block else "",
        hashes = hashes,
        line = label.line,
        version = block["version"].value,
    )

def parse_lock_file(text, name):
    """Reads the content of a lock file.

    Args:
      text: string: the content.
      name: string: the file's name, for the error.

    Returns:
      struct with `providers` (list of struct of `address`, `version`, `constraints`,
      `hashes` (list of string) and `line`) and `error` (string that names file and
      line, or None).
    """
    tokens, bad = _tokens(text)
    p = {"at": 0, "error": None, "tokens": tokens + ([_token("end", bad.value, bad.line)] if bad else [])}
    providers, lines = [], {}
    for _ in range(len(p["tokens"])):
        _skip_newlines(p)
        if _peek(p).kind == "end":
            break
        keyword = _want(p, "name", "a provider block")
        if keyword.value != "provider":
            _error(p, keyword.line, "found {}: a lock file has provider blocks only".format(repr(keyword.value)))
        label = _want(p, "string", "the provider's address in quotation marks")
        _want(p, "{", "{ on the same line")
        block = _body(p)
        if _peek(p).kind != "end":
            _want(p, "newline", "the end of the line")
        if p["error"]:
            break
        if label.value in lines:
            _error(p, label.line, "provider {} is locked already in line {}".format(label.value, lines[label.value]))
        lines[label.value] = label.line
        providers.append(_provider(p, label, block))

    # What could not even be cut into tokens matters most: what follows is guesswork.
    if bad and not p["error"]:
        p["error"] = (bad.line, "found " + bad.value)
    if p["error"]:
        line, message = p["error"]
        return struct(error = "{}:{}: {}".format(name, line, message), providers = [])
    return struct(error = None, providers = providers)
