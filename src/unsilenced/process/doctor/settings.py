"""Looking at the settings: what cannot be used, and names that are nearly one of ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from unsilenced.process.doctor.finding import Code, Finding, fine, look, mend
from unsilenced.process.settings.environment import Readers, Setting, unusable

NEAR = 0.85
"""How similar a name must be to one of ours to count as a typing mistake."""

PREFIXES = (
    "CHECK_KEYS_",
    "DIGEST_",
    "EMAIL_",
    "FREE_DISK_",
    "KEYHOLDER_",
    "ONION_",
    "RELEASE_",
    "SITE_",
    "UNOPENED_",
)
"""The beginnings of names that only this program's settings have."""


def of_values(readers: Readers) -> Iterator[Finding]:
    """Give each setting that cannot be used; `serve` refuses the first of them."""
    found = unusable(readers)
    for told in found.values():
        yield mend(Code.SETTING_UNUSABLE, told, "Change it; until then nothing serves.")
    if not found:
        yield fine("settings", "Every setting can be used.")


def of_names(environment: Mapping[str, str], settings: Iterable[Setting]) -> Iterator[Finding]:
    """Give each name that looks like one of ours and is not."""
    known = {each.name for each in settings}
    for name in sorted(set(environment) - known):
        near = get_close_matches(name, known, n=1, cutoff=NEAR)
        if near:
            yield mend(
                Code.SETTING_UNKNOWN,
                f"{name} is set, and is no setting of this program.",
                f"Is {near[0]} meant? Then write it so.",
            )
        elif name.startswith(PREFIXES):
            yield look(
                Code.SETTING_UNKNOWN,
                f"{name} is set, and is no setting of this program.",
                "See: unsilenced settings. If another program needs it, all is well.",
            )
