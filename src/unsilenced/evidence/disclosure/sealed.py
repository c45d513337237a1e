"""Values that stay as they were checked: nobody can change, copy or store them."""

from __future__ import annotations

from typing import NoReturn


class Sealed:
    """A value that only the module that checks it can make.

    Each kind has one module that makes it. Only that module has the key that `__init__` asks for.
    """

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        # A subclass of a kind could be made without the key.
        if cls.__bases__ != (Sealed,):
            raise TypeError("what is released is of no other kind")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("what is released stays as it was checked")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("what is released stays as it was checked")

    def __reduce__(self) -> NoReturn:
        raise TypeError("what is released is not stored; publish it, or release it again")
