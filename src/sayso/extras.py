"""Libraries that come with an extra and not with the base install: asked for where they are needed, and only there."""

from __future__ import annotations

import importlib
from types import ModuleType

from sayso.errors import ExtraMissing


def needs(module: str, *, extra: str, to: str) -> ModuleType:
    """The module of that name, which the extra ``extra`` brings; ``to`` says what for, as in *to fetch pages*.

    Raises:
        ExtraMissing: it is not installed; the message says what to install.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != module.partition(".")[0]:
            raise
        name = module.partition(".")[0]
        raise ExtraMissing(
            f"{name} is not installed, and sayso needs it to {to}; install it with: pip install 'sayso[{extra}]'"
        ) from error
