"""Let a page run WebAssembly. Only pages that stretch a secret need it."""

from __future__ import annotations

from unsilenced.http.extend_csp import View, extend_csp


def allows_wasm(view: View) -> View:
    """Add `wasm-unsafe-eval` to the content security policy of the view's answers.

    Argon2id runs as WebAssembly (docs/formats.md, Receipt and Caseworker). Other pages may not
    compile any.
    """
    return extend_csp(view, lambda: {"script-src": ["'wasm-unsafe-eval'"]})
