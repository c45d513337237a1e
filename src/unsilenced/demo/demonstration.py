"""The demo: an invented project to look around in, and what its people know."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import pyotp
from django.apps import apps
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from unsilenced.evaluator import keys_file
from unsilenced.evaluator.keyring import Keyring
from unsilenced.process.database.emptying import EMPTY, HELD
from unsilenced.sealing.b64u import to_b64u
from unsilenced.site.configuration import DATA_DIR, Configuration

if TYPE_CHECKING:
    from unsilenced.demo.invented_people import InventedProject
    from unsilenced.people.models import User
    from unsilenced.reports.models import Report

NAME = "Lantern Project (invented)"
SLUG = "lantern"
MEMBER, MEMBERS_PASSPHRASE = "Wren", "pepper meadow lantern comet"
IN_A_WARNING, IN_NONE = "07700 900123", "07700 900555"
_ORGANISATIONS = {"people_organisation", "people_project"}
"""The table of organisations: its present name and its earlier one."""
PASSPHRASES = {"Amara": "lantern river violet ladder", "Joel": "harbour pepper cloud sparrow"}


class DemonstrationError(Exception):
    """The demo refuses to touch this database; the message says why."""


@dataclass(frozen=True)
class Shown:
    """What cannot be read from the database: it is printed, and kept in the data folder."""

    key: str
    receipt: str
    sheet: str
    recovery_codes: dict[str, list[str]]


def prepare(set_up: Configuration) -> Shown | None:
    """Make the invented project unless it is there.

    Return what to print about it; None if that is in another data folder. Raises DemonstrationError
    for a database that holds an organisation that is not invented.
    """
    from unsilenced.people.models import (  # noqa: PLC0415 - needs Django set up
        Organisation,
        OrganisationKey,
    )

    with connection.cursor() as cursor:
        _refuse_real_ones(cursor, "people_organisation")
    file = set_up.data_dir / "demonstration.json"
    with transaction.atomic():
        if not Organisation.objects.filter(slug=SLUG).exists():
            shown = _make(set_up)
            _keep(shown, file)
            return shown
    if not file.exists():
        return None
    shown = Shown(**json.loads(file.read_text(encoding="utf-8")))
    return shown if OrganisationKey.objects.filter(id=shown.key).exists() else None


def clear() -> None:
    """Delete the invented data.

    Raises DemonstrationError if there is an organisation that is not invented, or anything of
    another program.
    """
    with connection.cursor() as cursor:
        cursor.execute(HELD)
        held = {name for (name,) in cursor.fetchall()}
        _refuse_another_programs(held)
        for table in _ORGANISATIONS & held:
            _refuse_real_ones(cursor, table)
        cursor.execute(EMPTY)


def code(name: str) -> str | None:
    """Return the present one-time code of the demo's caseworker of that name, if there is one."""
    from unsilenced.people.models import Totp, User  # noqa: PLC0415 - needs Django set up

    people = User.objects.active().named(name).filter(organisation__invented=True)
    totp = Totp.objects.filter(user__in=people).first()
    return None if totp is None else pyotp.TOTP(totp.secret).now()


def _typed(set_up: Configuration, number: str) -> str:
    """Return how a member types an invented number, which is always British."""
    is_home = set_up.places.telephone_region == "GB"
    return number if is_home else f"+44 {number.removeprefix('0')}"


def sheet(set_up: Configuration, shown: Shown | None) -> str:
    """Return what the demo prints once it serves."""
    from unsilenced.people.models import Totp  # noqa: PLC0415 - needs Django set up

    secrets = dict(
        Totp.objects.filter(user__organisation__slug=SLUG).values_list("user__name", "secret")
    )
    lines = [
        "",
        "EVERYTHING IN THIS DEMO IS INVENTED: the project, its people, every report.",
        "Do not send it anything real.",
        "",
        f"  The site             {set_up.address}/",
        f"  For caseworkers      {set_up.address}/desk/",
        f"  For members          {set_up.address}/members/",
        *_key_holder(set_up),
        "",
        f"  Log in as a member   {MEMBER}",
        f"    passphrase         {MEMBERS_PASSPHRASE}",
        f"    in a warning       {_typed(set_up, IN_A_WARNING)}",
        f"    in none            {_typed(set_up, IN_NONE)}",
    ]
    for name, passphrase in PASSPHRASES.items():
        lines += [
            "",
            f"  Log in as            {name}",
            f"    passphrase         {passphrase}",
            f"    code for now       {_command(set_up, f'demo-code {name}')}",
            f"    or put in an app   {secrets.get(name, '(changed)')}",
        ]
        if shown:
            lines += _columns("or one of these", shown.recovery_codes[name])
    if shown:
        lines += [
            "",
            f"  Return to a report   {set_up.address}/return/",
            f"    with the words     {shown.receipt}",
            "",
            f"  Recovery sheet       {set_up.address}/desk/recover/",
            *_columns("the words", shown.sheet.split(), 6),
        ]
    else:
        lines += ["", "  Words and recovery codes were printed elsewhere; --reset makes new ones."]
    return "\n".join([*lines, "", "  Ctrl-C stops everything. What you change is kept.", ""])


def _key_holder(set_up: Configuration) -> list[str]:
    url, log_key = set_up.keyholder_url, to_b64u(set_up.keyholder_log_key)
    if not url:
        return ["  The key holder       none: nobody can check here (see KEYHOLDER_URL)"]
    return [
        f"  The key holder       {url}/",
        "    On one machine with the site it is not independent of it: whoever has both has",
        "    both keys. For real, another organisation runs it, elsewhere.",
        "    After approving a warning, publish the next list:",
        f"    KEYHOLDER_URL={url} KEYHOLDER_LOG_KEY={log_key} {_command(set_up, 'check release')}",
    ]


def _command(set_up: Configuration, command: str) -> str:
    """Return what to type in another terminal, which has none of the settings of this one."""
    folder = "" if set_up.data_dir == DATA_DIR else f"DATA_DIR={quote(str(set_up.data_dir))} "
    # The address may hold a password, which must never be printed.
    database = "DATABASE_URL=… " if set_up.database else ""
    return f"{database}{folder}.venv/bin/unsilenced {command}"


def _columns(label: str, words: list[str], width: int = 5) -> list[str]:
    rows = [" ".join(words[start : start + width]) for start in range(0, len(words), width)]
    return [f"    {label if not number else '':<19}{row}" for number, row in enumerate(rows)]


def _refuse_real_ones(cursor: CursorWrapper, table: str) -> None:
    cursor.execute(f"SELECT EXISTS (SELECT FROM {table} WHERE NOT invented)")  # noqa: S608 - ours
    if cursor.fetchone() == (True,):
        raise DemonstrationError(
            "This database holds an organisation of your own, so the demo leaves it alone. "
            "Give the demo a database of its own: another DATABASE_URL or DATA_DIR."
        )


def _refuse_another_programs(held: set[str]) -> None:
    ours = ("django_", *(f"{app.label}_" for app in apps.get_app_configs()))
    if held and (not _ORGANISATIONS & held or not all(one.startswith(ours) for one in held)):
        raise DemonstrationError(
            "This database holds another program's tables, so the demo leaves it alone. "
            "Give the demo a database of its own: another DATABASE_URL or DATA_DIR."
        )


def publish(set_up: Configuration) -> None:
    """Publish the invented warnings, where the demo's own key holder can log them, once."""
    from unsilenced.warnings.models import Release  # noqa: PLC0415 - needs Django set up
    from unsilenced.warnings.releases.publishing import publish  # noqa: PLC0415

    if _own_key_holder(set_up) and not Release.objects.exists():
        publish()


def _own_key_holder(set_up: Configuration) -> Keyring | None:
    """Return the keys of the demo's key holder, unless the settings name another one."""
    file = set_up.data_dir / "keyholder" / "keys.json"
    keys = Keyring.of(keys_file.read(file)) if set_up.can_check and file.exists() else None
    return keys if keys and keys.signing_key == set_up.keyholder_log_key else None


def _make(set_up: Configuration) -> Shown:
    from unsilenced.demo.invented_members import invent_member  # noqa: PLC0415
    from unsilenced.demo.invented_people import invent_caseworker, invent_project  # noqa: PLC0415
    from unsilenced.demo.samples.store import store_story  # noqa: PLC0415
    from unsilenced.demo.samples.stories import STORIES  # noqa: PLC0415

    project = invent_project(NAME, SLUG)
    people = {
        name: invent_caseworker(project, name, words, f"{name.lower()}@example.org")
        for name, words in PASSPHRASES.items()
    }
    users = {name: person.user for name, person in people.items()}
    stored = [store_story(story, project, users) for story in STORIES]
    invent_member(project.project, MEMBER, MEMBERS_PASSPHRASE)
    key_holder = _own_key_holder(set_up)
    if key_holder is not None:
        _warn(project, [each.report for each in stored], users, key_holder)
    return Shown(
        key=str(project.key.id),
        receipt=stored[0].receipt.canonical,
        sheet=" ".join(project.sheet.words),
        recovery_codes={name: list(person.recovery_codes) for name, person in people.items()},
    )


def _warn(
    project: InventedProject, reports: list[Report], users: dict[str, User], key_holder: Keyring
) -> None:
    from unsilenced.demo.samples.warnings import SAMPLES, Desk, store_sample  # noqa: PLC0415
    from unsilenced.warnings.releases import known_keys  # noqa: PLC0415

    known_keys.refresh()
    desk = Desk(project, users, key_holder)
    for sample in SAMPLES:
        store_sample(sample, reports[sample.story], desk)


def _keep(shown: Shown, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:
        json.dump(asdict(shown), opened)
    fresh.replace(file)


ABOUT_ITSELF = {
    "SITE_ABOUT": (
        "en: We are six people who stand beside others when something happened. We listen first,"
        " and do nothing that you do not want. (All of this is invented.)"
        " | pt-br: Somos seis pessoas que ficam ao lado de quem passou por algo. Primeiro ouvimos,"
        " e não fazemos nada que você não queira. (Tudo isto é inventado.)"
    ),
    "SITE_READ_WHEN": (
        "en: Monday to Friday, 10 to 6. We answer within two days."
        " | pt-br: De segunda a sexta, das 10 às 18 horas. Respondemos em até dois dias."
    ),
    "SITE_READ_LANGUAGES": "English, Português, Română",
}
"""What an organisation says about itself in its settings."""


def introduce() -> None:
    """Have the invented project say who it is, unless the settings say so."""
    for name, words in ABOUT_ITSELF.items():
        if not os.environ.get(name):
            os.environ[name] = words
