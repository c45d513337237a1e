"""What stays as it was checked: never changed, copied or stored."""

from __future__ import annotations

from typing import NoReturn


class Sealed:
    """A value that only who checked it can make.

    Each kind has a module that makes it, which alone has the key that its `__init__` asks for.
    """

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        # A kind of a kind could be made without the key.
        if cls.__bases__ != (Sealed,):
            raise TypeError("what is released is of no other kind")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("what is released stays as it was checked")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("what is released stays as it was checked")

    def __reduce__(self) -> NoReturn:
        raise TypeError("what is released is not stored; publish it, or release it again")
