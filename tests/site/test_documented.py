"""Every setting and every command is documented with its purpose."""

from pathlib import Path

import click
import pytest

from unsilenced.keyholder.configuration import SETTINGS as KEYHOLDER_SETTINGS
from unsilenced.site.commands.main import unsilenced
from unsilenced.site.configuration import SETTINGS as SITE_SETTINGS

SETTINGS = (*SITE_SETTINGS, *KEYHOLDER_SETTINGS)

DOCS = Path(__file__).parents[2] / "docs"


def commands(group, before="unsilenced"):
    for name, command in group.commands.items():
        yield f"{before} {name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")


EVERY_COMMAND = dict(commands(unsilenced))


def section(page, title):
    """The text under a heading that is `title` in code type."""
    parts = (DOCS / page).read_text(encoding="utf-8").split("\n## ")
    found = [part for part in parts if part.splitlines()[0] == f"`{title}`"]
    assert len(found) == 1, f"{page} needs one heading: ## `{title}`"
    return found[0]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_documented_with_its_default(setting):
    text = section("settings.md", setting.name)
    assert f"Default: `{setting.default}`" in text if setting.default else "Default: empty" in text


@pytest.mark.parametrize("name", EVERY_COMMAND)
def test_every_command_is_documented_with_what_it_takes(name):
    text = section("commands.md", name)
    for parameter in EVERY_COMMAND[name].params:
        if isinstance(parameter, click.Option):
            assert all(f"`{option}" in text for option in parameter.opts)
        else:
            assert parameter.human_readable_name in text


@pytest.mark.parametrize(
    ("page", "known"),
    [
        ("settings.md", {setting.name for setting in SETTINGS}),
        ("commands.md", set(EVERY_COMMAND)),
    ],
)
def test_nothing_is_documented_that_is_not_there(page, known):
    lines = (DOCS / page).read_text(encoding="utf-8").splitlines()
    assert {line[4:-1] for line in lines if line.startswith("## `")} <= known


@pytest.mark.parametrize("name", EVERY_COMMAND)
def test_every_command_says_in_its_help_what_it_does(name):
    assert EVERY_COMMAND[name].get_short_help_str(limit=60).endswith(".")
