"""Compiles the inner loops: they run without Python's lock and stay on disk between runs."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from numba import njit

Takes = ParamSpec("Takes")
Gives = TypeVar("Gives")


def compiled(function: Callable[Takes, Gives]) -> Callable[Takes, Gives]:
    """Compile `function` when it is first called. It may run in several threads at once."""
    return cast(
        "Callable[Takes, Gives]", njit(nogil=True, cache=True, error_model="numpy")(function)
    )
