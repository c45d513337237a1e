"""Runs `unsilenced` as if, beside the standard library, only some packages were installed.

Arguments: the folder that holds `unsilenced`, the folder of all packages, the names in it that
may be imported as JSON, then what to run: the command's words, or `import` for every module of
the evidence engine.
"""

import json
import pkgutil
import sys
from importlib import import_module
from importlib.machinery import BuiltinImporter, FrozenImporter, PathFinder

OURS, PACKAGES, NAMES, *WORDS = sys.argv[1:]
MAY_BE_IMPORTED = {"unsilenced", *json.loads(NAMES)}


class OnlyThese(PathFinder):
    """Finds in the folder of packages only what may be imported."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        found = super().find_spec(name, path, target)
        where = [found.origin or "", *(found.submodule_search_locations or [])] if found else []
        beside = any(each.startswith(PACKAGES) for each in where)
        return None if beside and name.partition(".")[0] not in MAY_BE_IMPORTED else found


sys.meta_path[:] = [BuiltinImporter, FrozenImporter, OnlyThese]
sys.path += [OURS, PACKAGES]

import unsilenced.evidence  # noqa: E402
from unsilenced.command import main  # noqa: E402

if not main.__code__.co_filename.startswith(OURS):
    sys.exit("another unsilenced was imported")
if WORDS == ["import"]:
    for each in pkgutil.walk_packages(unsilenced.evidence.__path__, "unsilenced.evidence."):
        import_module(each.name)
        sys.stdout.write(f"{each.name}\n")
else:
    sys.argv = ["unsilenced", *WORDS]
    main()
