"""The evidence engine's words on the command line: `unsilenced evidence`.

The group finds each module here that makes a command.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from unsilenced.evidence.commands.group import evidence as evidence

for _found in iter_modules(__path__):
    import_module(f"{__name__}.{_found.name}")
