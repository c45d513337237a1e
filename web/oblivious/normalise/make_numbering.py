# ruff: noqa: INP001 - a script beside what it writes
"""Writes numbering.json, how phone numbers are read, for `libphonenumber-js/core`, and kinds.json.

`python web/oblivious/normalise/make_numbering.py` takes it from the Python package `phonenumbers`
(Apache-2.0, after Google's libphonenumber), so that both languages read by the same plans. Run it
after each upgrade of that package. What only formatting or naming a type of number needs is left
out: three quarters of the whole.

kinds.json has the full patterns of the kinds of numbers (landlines, mobiles, …) of the regions that
people write from. It tells that a number may lack a digit, where numbering.json is too wide to.
"""

import json
from pathlib import Path

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

HERE = Path(__file__).parent
NON_GEOGRAPHIC = ("001",)

KINDS = (
    "fixed_line",
    "mobile",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "personal_number",
    "voip",
    "pager",
    "uan",
    "voicemail",
)
# Europe whole, where those come from whom projects there meet most, where the wide pattern misses a
# mobile's last digit, and what shares a calling code with any of them.
FULLY_KNOWN = (
    "AD AL AM AT AX AZ BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GE GG GI GR HR HU IE IM IS IT "
    "JE KZ LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM TR UA VA XK "
    "BR CN GH NG TH EG ID JP LB NA PY TL UY"
)

# Ofcom keeps these for fiction, and pages and tests show them: they lack no digit.
OF_FICTION = {"GB": r"7700900\d{3}|1632960\d{3}"}

Plan = list[object]


def plan(metadata: PhoneMetadata) -> Plan:
    """Return one numbering plan, in the places of libphonenumber-js's metadata 4."""
    rule = metadata.national_prefix_transform_rule
    fields: Plan = [
        str(metadata.country_code),
        metadata.international_prefix or 0,
        metadata.general_desc.national_number_pattern,
        list(metadata.general_desc.possible_length),
        0,
        0,
        0,
        metadata.national_prefix_for_parsing or 0,
        rule.replace("\\", "$") if rule else 0,
    ]
    while fields[-1] == 0:
        fields.pop()
    return fields


def numbering() -> dict[str, object]:
    """Return the metadata of every region and of the calling codes that belong to none."""
    by_code = {str(code): regions for code, regions in COUNTRY_CODE_TO_REGION_CODE.items()}
    regions = {region for found in by_code.values() for region in found} - {*NON_GEOGRAPHIC}
    return {
        "about": f"phonenumbers {phonenumbers.__version__}, by make_numbering.py",
        "version": 4,
        "country_calling_codes": {
            code: list(found) for code, found in by_code.items() if found != NON_GEOGRAPHIC
        },
        "countries": {
            region: plan(PhoneMetadata.metadata_for_region(region)) for region in sorted(regions)
        },
        "nonGeographic": {
            code: plan(PhoneMetadata.metadata_for_nongeo_region(int(code)))
            for code, found in by_code.items()
            if found == NON_GEOGRAPHIC
        },
    }


def kinds() -> dict[str, str]:
    """Return one pattern for a whole number of any kind, by region."""
    return {region: _kinds_of(region) for region in sorted(FULLY_KNOWN.split(" "))}


def _kinds_of(region: str) -> str:
    metadata = PhoneMetadata.metadata_for_region(region)
    known = [getattr(metadata, kind) for kind in KINDS]
    patterns = [each.national_number_pattern for each in known if each]
    patterns.append(OF_FICTION.get(region))
    return "|".join(dict.fromkeys(pattern for pattern in patterns if pattern))


def write(name: str, facts: object) -> None:
    """Write facts as JSON beside this script."""
    written = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    (HERE / name).write_text(written + "\n", encoding="utf-8")


if __name__ == "__main__":
    write("numbering.json", numbering())
    write("kinds.json", kinds())
