"""What is wrong with a call of tofu_stack."""

_VERBS = ["preview", "plan", "apply", "destroy", "output", "refresh", "console", "state"]

# Verbs that only some environments have.
_MORE_VERBS = ["client_config", "handover", "unlock"]

def verbs_of(backend, client_config, handover):
    """The verbs of an environment.

    Args:
      backend: type of the backend that keeps its state.
      client_config: output with clients' configuration, or "".
      handover: list of outputs that other stacks take.

    Returns:
      list of string.
    """

    # The lock of a local file ends with its process.
    has = {"client_config": client_config, "handover": handover, "unlock": backend != "local"}
    return _VERBS + [verb for verb in _MORE_VERBS if has[verb]]

def stack_problem(name, module_name, environments, backends, backend_config, files):
    """Finds what is wrong with the arguments of a tofu_stack.

    Args:
      name: of the stack.
      module_name: that of MODULE.bazel, or None.
      environments: list of their names.
      backends: dict of environment to the type of its backend.
      backend_config: the settings that all backends have.
      files: dict of attribute to its dict by environment.

    Returns:
      the first problem, with its remedy; None if there is none.
    """
    if not module_name:
        return "MODULE.bazel has no module(name = …), which the path of the state begins with"
    if not environments:
        return "environments is empty: want at least {\"default\": []}"
    for environment in environments:
        if not environment or not environment.replace("-", "").replace("_", "").isalnum():
            return "environment {}: want letters, digits, - and _".format(repr(environment))
        if environment in _VERBS + _MORE_VERBS:
            return "environment {} has the name of a verb".format(repr(environment))
    return _unknown_environment(environments, files) or _local_with_file(backends, files) or _shared_state(name, environments, backends, backend_config, files)

def _unknown_environment(environments, files):
    for attribute, by_environment in files.items():
        for environment in by_environment:
            if environment not in environments:
                return "{} names the environment {}, which is not among {}".format(attribute, repr(environment), ", ".join(environments))
    return None

def _local_with_file(backends, files):
    for environment in files.get("backend_files", {}):
        if backends.get(environment) == "local":
            return "backend_files names a file for {}, whose state is a local file: say which backend it is for, backend = {{\"{}\": \"s3\"}}".format(environment, environment)
    return None

def _shared_state(name, environments, backends, backend_config, files):
    # A file of an environment has its name in it: that is checked when it is read.
    sharing = [e for e in environments if backends[e] != "local" and e not in files.get("backend_files", {})]
    if len(sharing) > 1 and not [v for v in backend_config.values() if "{environment}" in v]:
        return "the environments {} would share one state: write {{environment}} into a value of backend_config, for example key = \"{}/{{environment}}.tfstate\"".format(
            ", ".join(sharing),
            name,
        )
    return None
