"""Tags for the built browser code, with its hashes and the answer's nonce."""

from __future__ import annotations

import json

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from unsilenced.site.built import BuiltFile, Manifest, Script, manifest, text_of

register = template.Library()


@register.simple_tag
def style(name: str) -> SafeString:
    """Link the style sheet of `web/styles/NAME.css`."""
    sheet = manifest().style(name)
    return format_html(
        '<link rel="stylesheet" href="{}" integrity="{}" crossorigin="anonymous">',
        static(sheet.path),
        sheet.integrity,
    )


@register.simple_tag
def source(name: str) -> SafeString:
    """Write out the script of `web/entries/NAME.ts`, which must import nothing.

    For a worker: its address must not change, and browsers check no hash of it.
    """
    own = manifest().script(name).files[0]
    return mark_safe(text_of(own))  # noqa: S308 - our own code


@register.simple_tag(takes_context=True)
def entry(context: Context, name: str) -> SafeString:
    """Run the script of `web/entries/NAME.ts`.

    Its imports are preloaded with their hashes. The language's messages stand once in a page, with
    its first script.
    """
    built = manifest()
    script = built.script(name)
    nonce = context["request"].csp_nonce
    own, *imports = script.files
    lines = [_preload(file, nonce) for file in imports if _first_time(context, file.name)]
    catalogue = built.messages.get(get_language() or "", {}).get(name)
    if catalogue and _first_time(context, "messages"):
        lines.append(_messages(catalogue))
    lines.append(
        format_html(
            '<script type="module" src="{}" integrity="{}" nonce="{}" crossorigin="anonymous"{}>'
            "</script>",
            static(own.path),
            own.integrity,
            nonce,
            _modules(built, script.lazy),
        )
    )
    return format_html_join("\n", "{}", ((line,) for line in lines))


def _first_time(context: Context, what: str) -> bool:
    key = f"written {what}"
    if key in context.render_context:
        return False
    context.render_context[key] = True
    return True


def _preload(file: BuiltFile, nonce: str) -> SafeString:
    return format_html(
        '<link rel="modulepreload" href="{}" integrity="{}" nonce="{}" crossorigin="anonymous">',
        static(file.path),
        file.integrity,
        nonce,
    )


def _messages(catalogue: BuiltFile) -> SafeString:
    return format_html(
        '<link rel="preload" as="fetch" id="messages" href="{}" integrity="{}"'
        ' crossorigin="anonymous">',
        static(catalogue.path),
        catalogue.integrity,
    )


def _modules(built: Manifest, names: tuple[str, ...]) -> SafeString:
    if not names:
        return mark_safe("")
    modules = {
        name: [[static(file.path), file.integrity] for file in _in_language(built, name).files]
        for name in names
    }
    return format_html(' data-modules="{}"', json.dumps(modules))


def _in_language(built: Manifest, name: str) -> Script:
    """Return the script that replaces this one on pages of a language, or this one."""
    own = f"{name}.{get_language()}"
    return built.script(own if own in built.scripts else name)
