"""How much a field takes is a number of Python: no template says one of its own."""

import re
from pathlib import Path

import unsilenced

TEMPLATES = sorted(Path(unsilenced.__file__).parent.rglob("templates/**/*.html"))


def test_no_template_says_a_number_of_its_own():
    by_hand = [
        path.name for path in TEMPLATES if re.search(r'maxlength="\d', path.read_text("utf-8"))
    ]
    assert TEMPLATES
    assert not by_hand
