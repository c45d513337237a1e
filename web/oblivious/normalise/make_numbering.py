# ruff: noqa: INP001 - a script beside what it writes
"""Writes numbering.json: how phone numbers are read, for `libphonenumber-js/core`.

`python web/oblivious/normalise/make_numbering.py` takes it from the Python package `phonenumbers`
(Apache-2.0, after Google's libphonenumber), so that both languages read by the same plans. Run it
after each upgrade of that package. What only formatting or naming a type of number needs is left
out: three quarters of the whole.
"""

import json
from pathlib import Path

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

HERE = Path(__file__).parent
NON_GEOGRAPHIC = ("001",)

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


if __name__ == "__main__":
    written = json.dumps(numbering(), ensure_ascii=False, separators=(",", ":"))
    (HERE / "numbering.json").write_text(written + "\n", encoding="utf-8")
