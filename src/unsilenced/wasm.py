"""Let a page run WebAssembly, which only those that stretch a secret need."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from csp.decorators import csp_update
from django.http import HttpResponse

View = TypeVar("View", bound=Callable[..., HttpResponse])


def allows_wasm(view: View) -> View:
    """Add `wasm-unsafe-eval` to the content security policy of the view's answers.

    Argon2id runs as WebAssembly (docs/formats.md, Receipt and Caseworker). No other page may
    compile any.
    """
    return cast("View", csp_update({"script-src": ["'wasm-unsafe-eval'"]})(view))
