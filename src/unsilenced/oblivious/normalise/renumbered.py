"""Numbers that are written in several forms, or were before their country changed its plan.

Each rule names every form of one telephone, so that all of them become the same number.
"""

import re

RULES: tuple[tuple[str, str], ...] = (
    # Argentina: a mobile has 9 from abroad, 15 at home, and neither in a text message. No
    # telephone shares its area code and number with another.
    (r"\+549([0-9]{10})", "+54{1}"),
    # Brazil: from 2012 to 2016 each mobile got a 9 before its 8 digits, which began with 6 to 9.
    # Those with 7 include Nextel's radios, which got none: they stay.
    (r"\+55([1-9][1-9])([689][0-9]{7})", "+55{1}9{2}"),
    # Mexico: in 2019 the 1 for mobiles went, and 01, 044 and 045 in front of all.
    (r"\+52(?:1|01|044|045)([2-9][0-9]{9})", "+52{1}"),
    # San Marino has the Italian area code 0549, and a calling code of its own.
    (r"\+(?:39|378)0?549([0-9]{6})", "+3780549{1}"),
    # Benin: 2024, 01 in front of all.
    (r"\+229([2-9][0-9]{7})", "+22901{1}"),
    # Gabon: 2019, the first digit of the network twice, and no 0 from abroad.
    (r"\+2410?1([0-9]{6})", "+24111{1}"),
    (r"\+2410?([256])([0-9]{6})", "+2416{1}{2}"),
    (r"\+2410?([47])([0-9]{6})", "+2417{1}{2}"),
    # Ivory Coast: 2021, two digits of the network in front. The third digit of a landline and the
    # second of a mobile told the network before: Moov, MTN, Orange.
    (r"\+225([23][0-9]8[0-9]{5})", "+22521{1}"),
    (r"\+225([23][0-9]0[0-9]{5})", "+22525{1}"),
    (r"\+225([23][0-9][1-79][0-9]{5})", "+22527{1}"),
    (r"\+225([0457][0-3][0-9]{6})", "+22501{1}"),
    (r"\+225([04-9][4-6][0-9]{6})", "+22505{1}"),
    (r"\+225([04-9][7-9][0-9]{6})", "+22507{1}"),
)
"""Whole numbers with a plus, and what they become, `{1}` being the first group."""

UNSURE = r"\+55[1-9][1-9]7[0-9]{7}"
"""Brazil: a mobile that lacks its 9, or one of Nextel's radios, which never had one."""

_RULES = [(re.compile(form), number) for form, number in RULES]


def renumbered(e164: str) -> str:
    """Return the one number of a telephone."""
    for form, number in _RULES:
        if found := form.fullmatch(e164):
            return number.format(*found.group(0, *range(1, form.groups + 1)))
    return e164
