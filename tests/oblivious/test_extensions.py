"""Extensions of phone numbers come off as by one pattern, which took the square of the commas."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from unsilenced.oblivious.normalise.extension import without_extension

BEFORE = re.compile(
    "(?: *,[ ,-]*[0-9]{1,9}"
    "|[ ,]*(?:;ext=[0-9]{1,20}"
    "|(?:e?xt(?:ensi[oó])?n?|int|доб|anexo)[:.]?[ ,-]*[0-9]{1,15}"
    "|(?:[x#;][:.]?|,[:.])[ ,-]*[0-9]{1,9}"
    "|[- ]+[0-9]{1,6}(?=#)))#?$"
)
NAMES = ["ext", "e", "xt", "n", "extension", "extensión", "int", "доб", "anexo", ";ext="]
SCRAPS = ["1", "23", "4567", "07700", ",", "-", "#", "x", ";", ":", ".", "=", " ", *NAMES]


@settings(max_examples=1_000)
@given(st.lists(st.sampled_from(SCRAPS), max_size=14).map("".join))
def test_an_extension_is_what_the_pattern_of_before_took_for_one(typed: str) -> None:
    assert without_extension(typed) == BEFORE.sub("", typed)
