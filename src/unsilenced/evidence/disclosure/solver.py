"""HiGHS without its messages on standard output, where we print tables and JSON."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Final

from scipy.optimize import milp

_OUT: Final = 1
_ALONE: Final = Lock()


def solve(*programme: Any, **options: Any) -> Any:
    """Return what `scipy.optimize.milp` returns, but print nothing on standard output.

    For some programmes HiGHS writes a line there, whatever options it gets. While it runs, what
    other threads write there is lost too.
    """
    with _unheard():
        return milp(*programme, **options)


@contextmanager
def _unheard() -> Iterator[None]:
    # One at a time: two that restore each other's descriptor would leave none.
    with _ALONE:
        try:
            kept = os.dup(_OUT)
        except OSError:  # it is closed, so nothing can be written there
            yield
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _OUT)
        try:
            yield
        finally:
            os.dup2(kept, _OUT)
            os.close(nowhere)
            os.close(kept)
