"""A language that nobody speaks: English in accents, longer by a third, in all that is translated.

So what stays as it is comes from no catalogue, and what fits is not there for English alone.
"""

import json
import re
import shutil
from pathlib import Path

from babel import Locale
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils import dates
from django.utils.translation import override

from unsilenced import locale
from unsilenced.site import catalogues

CODE = "ro"
"""That of a language with three forms of a plural. None of its words is in here but the months."""
EXAMPLE = locale.folder_of("pt-br")
MONTHS = Locale.parse(CODE).months["format"]["wide"]
"""As the language whose code it has writes them: its dates are judged by that."""

PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = "áƀćđéƒğĥíĵķłḿñóṕɋŕšťúṽŵẋýžÁɃĆĐÉƑĞĤÍĴĶŁḾÑÓṔɊŔŠŤÚṼŴẊÝŽ"
_ACCENTS = str.maketrans(PLAIN, ACCENTED)
_AS_IT_IS = re.compile(r"(%\(\w+\)[sd]|\{\w+\}|<[^>]*>|&\w+;)")
_ONE_WORD = 12
"""Letters up to which a text becomes one longer word, and not more words."""


def made_up(text: str) -> str:
    """Return a text in accents, longer by a third; blanks to fill, tags and entities stay."""
    parts = _AS_IT_IS.split(text)
    plain = "".join(parts[::2])
    more = "ó" * (len(plain) // 3)
    if len(plain) > _ONE_WORD:
        more = "".join(f" {more[at : at + 6]}" for at in range(0, len(more), 6))
    return (
        "".join(part if at % 2 else part.translate(_ACCENTS) for at, part in enumerate(parts))
        + more
    )


def add_to(folder: Path) -> None:
    """Add the language to a copy of all: one line and one folder."""
    listed = folder / "languages.json"
    listed.write_text(
        json.dumps(json.loads(listed.read_text("utf-8")) | {CODE: "Ḿáđé-úṕ"}), "utf-8"
    )
    own = locale.folder_of(CODE, folder)
    for domain in catalogues.DOMAINS:
        _translate(own / "LC_MESSAGES" / f"{domain}.po", domain)
    shutil.copytree(EXAMPLE / "guides", own / "guides")
    shutil.copy(EXAMPLE / "linter.json", own)
    (own / "wording.json").write_text((EXAMPLE / "wording.json").read_text("utf-8"), "utf-8")
    (own / "passphrases.json").write_text('{"package": null}', "utf-8")


def _translate(file: Path, domain: str) -> None:
    translated = Catalog(CODE, domain)
    months = _months()
    with (EXAMPLE / "LC_MESSAGES" / f"{domain}.po").open("rb") as example:
        for message in read_po(example):
            if not message.id:
                continue
            if isinstance(message.id, str):
                text = months.get(message.id) or made_up(message.id)
            else:
                text = (made_up(message.id[-1]),) * translated.num_plurals
            translated.add(message.id, text, context=message.context)
    catalogues.write(file, translated)
    with file.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, translated)


def _months() -> dict[str, str]:
    with override("en"):
        return {str(english): MONTHS[number] for number, english in dates.MONTHS.items()}
