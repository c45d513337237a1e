"""Writes the vectors of normalising: tests/vectors/oblivious/normalise.json.

`python tests/vectors/make_normalise.py`. Phone numbers are the example numbers that Google's
libphonenumber publishes for each region, as the package `phonenumbers` (Apache-2.0) carries them
and writes them in E.164: our own code has no part in what is expected of them. All else is written
by hand from docs/check.md.
"""

import json
import re
from pathlib import Path

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberFormat, PhoneNumberType

PATH = Path(__file__).parent / "oblivious" / "normalise.json"
# Where people checked for come from most: Europe whole, then the largest elsewhere.
COUNTRIES = (
    "GB IE FR DE ES PT IT NL BE LU AT CH DK SE NO FI IS PL CZ SK HU RO BG GR CY MT HR SI EE LV "
    "LT UA RU TR AL RS US CA MX BR AR CL CO PE VE AU NZ JP KR CN TH VN PH IN PK NG GH KE ZA EG "
    "MA IL"
)
OTHER_DIGITS = {
    "EG": "\u0660",
    "MA": "\u0660",
    "PK": "\u06f0",
    "IN": "\u0966",
    "TH": "\u0e50",
    "JP": "\uff10",
    "GB": "\uff10",
}

ONE_NUMBER = {
    # Argentina's mobiles have a 9 in E.164 alone; Gabon's examples are of the plan before 2019.
    "+5491123456789": "+541123456789",
    "+24101441234": "+24111441234",
    "+24106031234": "+24166031234",
}
"""Examples that we write otherwise than E.164, by their countries' plans."""

NO_TRUNK_ZERO = "AC BQ CL CO CZ GR HK IT LU OM PF PL QA SZ TK TV VA"
"""Countries whose mobiles became another number when a zero stood in brackets before them."""

Vector = dict[str, str]


def taken(kind: str, typed: str, canonical: str, region: str = "GB") -> Vector:
    return {"kind": kind, "region": region, "typed": typed, "canonical": canonical}


def refused(kind: str, typed: str, error: str, region: str = "GB") -> Vector:
    return {"kind": kind, "region": region, "typed": typed, "error": error}


def bracketed(national: str) -> str:
    return re.sub(r"^(\d+)[ -](\d)", r"(\1) \2", national)


def in_digits(text: str, zero: str) -> str:
    return "".join(chr(ord(zero) + int(each)) if each in "0123456789" else each for each in text)


def e164_of(number: phonenumbers.PhoneNumber) -> str:
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return ONE_NUMBER.get(e164, e164)


def numbers() -> list[Vector]:
    vectors = []
    for region in COUNTRIES.split(" "):
        for of_type in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE):
            example = phonenumbers.example_number_for_type(region, of_type)
            e164 = e164_of(example)
            national = phonenumbers.format_number(example, PhoneNumberFormat.NATIONAL)
            abroad = phonenumbers.format_number(example, PhoneNumberFormat.INTERNATIONAL)
            typed = [national, abroad, bracketed(national), f"{national} ext. 12"]
            if PhoneMetadata.metadata_for_region(region).international_prefix == "00":
                typed.append("00" + abroad[1:])
            if region in OTHER_DIGITS:
                typed += [in_digits(each, OTHER_DIGITS[region]) for each in (national, abroad)]
            vectors += [taken("tel", each, e164, region) for each in dict.fromkeys(typed)]
            elsewhere = "GB" if region != "GB" else "FR"
            vectors.append(taken("tel", abroad, e164, elsewhere))
    return vectors


LONDON, MOBILE = "+442079460018", "+447700900123"

NUMBERS_IN_SEVERAL_FORMS = [
    *(
        taken("tel", f"+{code} (0){own}", f"+{code}{own}", region)
        for region in NO_TRUNK_ZERO.split(" ")
        for mobile in [phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)]
        for code, own in [(mobile.country_code, phonenumbers.national_significant_number(mobile))]
    ),
    taken("tel", "+39 (0)312 345 6789", "+393123456789"),
    taken("tel", "+39 (0)6 698 12345", "+390669812345"),
    taken("tel", "+39 (0)11 123 4567", "+390111234567"),
    taken("tel", "+39 (0)81 234 5678", "+390812345678"),
    taken("tel", "+39 (0)02 1234 5678", "+390212345678"),
    refused("tel", "+39 (0)800 123456", "zero-in-brackets"),
    refused("tel", "0039 (0) 899 123456", "zero-in-brackets", "IT"),
    taken("tel", "+420 0601 123 456", "+420601123456"),
    taken("tel", "0601 123 456", "+420601123456", "CZ"),
    taken("tel", "0049 (0) 1512 3456789", "+4915123456789"),
    taken("tel", "(+44) [0] 20 7946 0018", LONDON),
    taken("tel", "44 (0)20 7946 0018", LONDON),
    taken("tel", "(0)20 7946 0018", LONDON),
    taken("tel", "+225 (0)1 23 45 67 89", "+2250123456789"),
    taken("tel", "+378 (0)549 886377", "+3780549886377"),
    refused("tel", "+44 (0)", "not-a-number"),
    # Brazil: eight digits of a mobile, nine of it, a landline, and what may be one of Nextel's.
    *(
        taken("tel", typed, "+5511981234567", "BR")
        for typed in (
            "11 8123-4567",
            "(011) 8123-4567",
            "0 15 11 8123-4567",
            "11 98123-4567",
            "+55 11 8123-4567",
            "551181234567",
            "https://wa.me/551181234567",
        )
    ),
    taken("tel", "+55 61 6123-4567", "+5561961234567"),
    taken("tel", "+55 61 9123-4567", "+5561991234567"),
    taken("tel", "+55 11 5123-4567", "+551151234567"),
    taken("tel", "+55 11 7812-3456", "+551178123456"),
    taken("tel", "0800 765 4321", "+558007654321", "BR"),
    *(
        taken("tel", typed, "+525512345678", "MX")
        for typed in (
            "55 1234 5678",
            "1 55 1234 5678",
            "01 55 1234 5678",
            "044 55 1234 5678",
            "045 55 1234 5678",
            "+52 55 1234 5678",
            "+52 1 55 1234 5678",
            "+52 (1) 55 1234 5678",
            "+52 044 55 1234 5678",
            "0052 1 55 1234 5678",
            "5215512345678",
        )
    ),
    taken("tel", "+52 1 55 1234 5678", "+525512345678"),
    *(
        taken("tel", typed, "+541123456789", "AR")
        for typed in (
            "11 2345-6789",
            "011 2345-6789",
            "11 15 2345-6789",
            "011 15 2345-6789",
            "+54 11 2345-6789",
            "+54 9 11 2345-6789",
            "+54 11 15 2345-6789",
            "+54 (0)11 2345-6789",
            "5491123456789",
        )
    ),
    taken("tel", "+54 9 351 123-4567", "+543511234567"),
    taken("tel", "0351 15 123-4567", "+543511234567", "AR"),
    # Gabon, by what its regulator said of each network: 01 is 011, 02 062, 04 074, and so on.
    *(
        taken("tel", f"+241 {old} 12 34 56", f"+241{new}123456")
        for old, new in (
            *(("01", 11), ("02", 62), ("04", 74), ("05", 65), ("06", 66), ("07", 77)),
            *(("1", 11), ("2", 62), ("4", 74), ("5", 65), ("6", 66), ("7", 77)),
            *(("11", 11), ("62", 62), ("(0)66", 66), ("066", 66)),
        )
    ),
    taken("tel", "07 12 34 56", "+24177123456", "GA"),
    taken("tel", "077 12 34 56", "+24177123456", "GA"),
    # The Ivory Coast: Moov, MTN and Orange, landlines and mobiles.
    *(
        taken("tel", f"+225 {old}", f"+225{network}{old}")
        for network, old in (
            *(("21", "20812345"), ("25", "21012345"), ("27", "22512345"), ("27", "30612345")),
            *(("01", "01234567"), ("01", "43234567"), ("01", "70234567")),
            *(("05", "04234567"), ("05", "66234567"), ("05", "95234567")),
            *(("07", "07234567"), ("07", "49234567"), ("07", "88234567")),
        )
    ),
    taken("tel", "07 12 34 56", "+2250707123456", "CI"),
    taken("tel", "07 07 12 34 56", "+2250707123456", "CI"),
    taken("tel", "97 12 34 56", "+2290197123456", "BJ"),
    taken("tel", "01 97 12 34 56", "+2290197123456", "BJ"),
    taken("tel", "+229 21 12 34 56", "+2290121123456"),
    *(
        taken("tel", typed, "+3780549886377", region)
        for typed, region in (
            ("0549 886377", "IT"),
            ("0549 886377", "SM"),
            ("886377", "SM"),
            ("+39 0549 886377", "GB"),
            ("+378 0549 886377", "GB"),
            ("+378 886377", "GB"),
            ("+378 549 886377", "GB"),
        )
    ),
    # Links and addresses that name a number, and what a spreadsheet makes of one.
    *(
        taken("tel", typed, MOBILE)
        for typed in (
            "https://web.whatsapp.com/send?phone=447700900123",
            "https://web.whatsapp.com/send/?text=Hi&phone=447700900123&app_absent=0",
            "whatsapp://send?phone=447700900123",
            "WhatsApp://send?text=Hi&phone=%2B447700900123",
            "whatsapp:+447700900123",
            "sms:+447700900123",
            "sms:07700900123?body=Hello%20there",
            "SMSTO:+44 7700 900123",
            "callto:+447700900123",
            "tel://+447700900123",
            "https://t.me/+447700900123",
            "t.me/%2B447700900123",
            "telegram.me/+447700900123/?text=Hi",
            "https://signal.me/#p/+447700900123",
            "viber://chat?number=%2B447700900123",
            "447700900123.0",
            "+447700900123.0",
            "07700900123.00",
            "7700900123.0",
        )
    ),
    refused("tel", "https://t.me/447700900123", "not-a-number"),
    refused("tel", "https://t.me/+AbCdEf12345", "not-a-number"),
    refused("tel", "4.47700900123E+11", "not-a-number"),
    refused("tel", "447700900123.5", "not-a-number"),
    refused("tel", "sms:+447700900123,+447700900124", "not-a-number"),
]

NUMBERS_BY_HAND = [
    taken("tel", "+44 (0)20 7946 0018", LONDON),
    taken("tel", "(+44) 20 7946 0018", LONDON),
    taken("tel", "020.7946.0018", LONDON),
    taken("tel", "020/7946-0018", LONDON),
    taken("tel", "\u2066\u202a020 7946\u00a00018\u202c\u2069", LONDON),
    taken("tel", "020\u20117946\u20130018", LONDON),
    taken("tel", "\uff0b44 20 7946 0018", LONDON),
    taken("tel", "++44 20 7946 0018", LONDON),
    taken("tel", "+0044 20 7946 0018", LONDON),
    taken("tel", "TEL:+442079460018;ext=7", LONDON),
    taken("tel", "020 7946 0018 x7", LONDON),
    taken("tel", "020 7946 0018 #7", LONDON),
    taken("tel", "020 7946 0018,,7", LONDON),
    taken("tel", "020 7946 0018 extension 7", LONDON),
    taken("tel", "447700900123", MOBILE),
    taken("tel", "https://wa.me/447700900123", MOBILE),
    taken("tel", "https://wa.me/447700900123", MOBILE, "RO"),
    taken("tel", "WA.me/447700900123/?text=Hello%20there", MOBILE),
    taken("tel", "http://wa.me/+447700900123", MOBILE),
    taken("tel", "https://api.whatsapp.com/send?phone=447700900123&text=Hello", MOBILE),
    taken("tel", "https://api.whatsapp.com/send/?phone=%2B447700900123", MOBILE),
    taken("tel", "07700 900 123\n", MOBILE),
    taken("tel", "+44 00 20 7946 001", "+44207946001"),
    taken("tel", "+39 06 698 12345", "+390669812345"),
    taken("tel", "06 698 12345", "+390669812345", "IT"),
    taken("tel", "391 234 5678", "+393912345678", "IT"),
    taken("tel", "020 7946 0018", LONDON, "gb"),
    taken("tel", "011 44 20 7946 0018", LONDON, "US"),
    taken("tel", "8~10 44 20 7946 0018", LONDON, "RU"),
    taken("tel", "1 202 555 0143", "+12025550143", "US"),
    taken("tel", "+800 1234 5678", "+80012345678"),
    refused("tel", "", "empty"),
    refused("tel", " \u200b\t", "empty"),
    refused("tel", "7", "not-a-number"),
    refused("tel", "+", "not-a-number"),
    refused("tel", "7946 0018", "not-a-number"),
    refused("tel", "020 7946 0018 020", "not-a-number"),
    refused("tel", "020 7946 0018, 07700 900123", "not-a-number"),
    refused("tel", "+44", "not-a-number"),
    refused("tel", "+020 7946 0018", "not-a-number"),
    refused("tel", "+210 123 456 789", "not-a-number"),
    refused("tel", "+44 20 7946 0018 00000000000000000", "not-a-number"),
    refused("tel", "0800 FLOWERS", "not-a-number"),
    refused("tel", "call 020 7946 0018", "not-a-number"),
    refused("tel", "tel:7946;phone-context=+4420", "not-a-number"),
    refused("tel", "anna@example.org", "not-a-number"),
    refused("tel", "https://wa.me/07700900123", "not-a-number"),
    refused("tel", "https://wa.me/447700900123 or 447700900124", "not-a-number"),
    refused("tel", "https://wa.me/message/4477009001234", "not-a-number"),
    refused("tel", "https://wa.me.example.org/447700900123", "not-a-number"),
    refused("tel", "020 7946 0018\u0000", "not-a-number"),
    refused("tel", "020 7946 0018", "unknown-region", "UK"),
    refused("tel", "020 7946 0018", "unknown-region", ""),
    refused("tel", "020 7946 0018", "unknown-region", "001"),
    refused("tel", "+44 20 7946 0018", "unknown-region", "\u0131t"),
    refused("tel", "0" * 1001, "too-long"),
]

EMAILS = [
    taken("email", "anna@example.org", "anna@example.org"),
    taken("email", "  Anna.B@Example.ORG\n", "anna.b@example.org"),
    taken("email", "anna.b+tag@gmail.com", "anna.b+tag@gmail.com"),
    taken("email", "mailto:Anna@Example.org", "anna@example.org"),
    taken("email", "\uff2dailto\uff1a mailto:anna@example.org", "anna@example.org"),
    taken("email", "\u200eanna@example.org\ufeff", "anna@example.org"),
    taken("email", "anna@example.org.", "anna@example.org"),
    taken("email", "\uff41nna\uff20example\uff0eorg", "anna@example.org"),
    taken("email", "<anna@example.org>", "anna@example.org"),
    taken("email", "Anna B <anna@example.org>", "anna@example.org"),
    taken("email", "Anna@Example.org <mailto:anna@example.org>", "anna@example.org"),
    *(taken("email", f"anna@example.org{sign}", "anna@example.org") for sign in ",;)]!?»>.:\"'*/"),
    taken("email", "anna@example.org\u2026", "anna@example.org"),
    taken("email", "\u201eanna@example.org\u201c", "anna@example.org"),
    taken("email", "(\u00abanna@example.org\u00bb);", "anna@example.org"),
    taken("email", "'anna@example.org'", "anna@example.org"),
    taken("email", "*anna@example.org*,", "anna@example.org"),
    taken("email", "_anna@example.org_", "anna@example.org"),
    taken("email", "_anna@example.org", "_anna@example.org"),
    taken("email", "E-mail: anna@example.org", "anna@example.org"),
    taken("email", "Endere\u00e7o de e-mail: Anna@example.org.", "anna@example.org"),
    taken("email", "mailto:anna@example.org?subject=Hi", "anna@example.org"),
    taken("email", "<MAILTO:anna%2Bb%40example.org?cc=bo@example.org>", "anna+b@example.org"),
    taken("email", "o'hara@example.org", "o'hara@example.org"),
    taken("email", "info@xn--mnchen-3ya.de", "info@m\u00fcnchen.de"),
    taken("email", "info@XN--MNCHEN-3YA.de", "info@m\u00fcnchen.de"),
    taken("email", "info@m\u00fcnchen.de", "info@m\u00fcnchen.de"),
    taken("email", "INFO@M\u00dcNCHEN.DE", "info@m\u00fcnchen.de"),
    taken("email", "info@mu\u0308nchen.de", "info@m\u00fcnchen.de"),
    taken("email", "a@xn--fa-hia.de", "a@fa\u00df.de"),
    taken("email", "a@xn--r8jz45g.jp", "a@\u4f8b\u3048.jp"),
    taken("email", "a@\u4f8b\u3048\u3002jp", "a@\u4f8b\u3048.jp"),
    taken("email", "a@\u4f8b\u3048\uff61jp", "a@\u4f8b\u3048.jp"),
    taken(
        "email", "a@xn--e1afmkfd.xn--p1ai", "a@\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444"
    ),
    taken(
        "email",
        "a@\u041f\u0420\u0418\u041c\u0415\u0420.\u0420\u0424",
        "a@\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444",
    ),
    taken("email", "\u041f\u0451\u0442\u0440@example.org", "\u043f\u0451\u0442\u0440@example.org"),
    taken(
        "email",
        "\u03a3\u039f\u03a6\u0399\u0391\u03a3@example.gr",
        "\u03c3\u03bf\u03c6\u03b9\u03b1\u03c2@example.gr",
    ),
    taken("email", "\u0130@example.org", "i\u0307@example.org"),
    taken("email", "I@example.org", "i@example.org"),
    taken("email", "\u1e9e@example.org", "\u00df@example.org"),
    taken("email", "\ufb01ona@example.org", "fiona@example.org"),
    taken("email", "a@xn--ls8h.la", "a@\U0001f4a9.la"),
    taken("email", "a@xn--wgv71a119e.com", "a@\u65e5\u672c\u8a9e.com"),
    taken(
        "email",
        "a@xn--mgbh0fb.xn--kgbechtv",
        "a@\u0645\u062b\u0627\u0644.\u0625\u062e\u062a\u0628\u0627\u0631",
    ),
    taken("email", "a@sub.domain.co.uk", "a@sub.domain.co.uk"),
    taken("email", "a" * 500 + "@example.org", "a" * 500 + "@example.org"),
    refused("email", "a" * 501 + "@example.org", "too-long"),
    refused("email", "\u00e9" * 251 + "@example.org", "too-long"),
    refused("email", "", "empty"),
    refused("email", "mailto:@example.org", "not-an-email"),
    refused("email", "\u00ad", "empty"),
    refused("email", "anna", "not-an-email"),
    refused("email", "anna.example.org", "not-an-email"),
    refused("email", "@example.org", "not-an-email"),
    refused("email", "anna@", "not-an-email"),
    refused("email", "anna@.", "not-an-email"),
    refused("email", "anna@gmail", "not-an-email"),
    refused("email", "anna@gmail.", "not-an-email"),
    refused("email", "anna@example..org", "not-an-email"),
    taken("email", "anna@example.org..", "anna@example.org"),
    refused("email", "anna@.example.org", "not-an-email"),
    refused("email", "anna @example.org", "not-an-email"),
    refused("email", "anna@example .org", "not-an-email"),
    refused("email", "a@x.org;b@x.org", "several-addresses"),
    refused("email", "a@x.org, b@x.org", "several-addresses"),
    refused("email", "a@x.org <b@x.org>", "several-addresses"),
    refused("email", "mailto:a@x.org,b@x.org", "several-addresses"),
    refused("email", "anna@@example.org", "several-addresses"),
    refused("email", '"a"@b@example.org', "several-addresses"),
    refused("email", "anna@[192.0.2.1]", "not-an-email"),
    refused("email", "anna@192.0.2.1", "not-an-email"),
    *(
        refused("email", f"anna@exam{sign}ple.org", "not-an-email")
        for sign in " !\"#$%&'()*+,/:;<=>?[\\]^_`{|}~\u00bb"
    ),
    refused("email", "anna@-example.org", "not-an-email"),
    refused("email", "anna@example.org-", "not-an-email"),
    refused("email", "anna@xn--abc-8ra.", "not-an-email"),
    refused("email", "www.tiktok.com/@anna.b", "not-an-email"),
    refused("email", "https://anna@example.org", "not-an-email"),
    refused("email", "E-mail anna@example.org", "not-an-email"),
    refused("email", "anna@example.org (Anna)", "not-an-email"),
    refused("email", "mailto:anna%zz@example.org", "not-an-email"),
    refused("email", "mailto:anna%00@example.org", "not-an-email"),
    refused("email", "mailto:anna%ff@example.org", "not-an-email"),
    refused("email", "a@xn--.org", "not-an-email"),
    refused("email", "a@xn--abc-.org", "not-an-email"),
    refused("email", "a@xn--9999999999.org", "not-an-email"),
    refused("email", "a@xn---foo.org", "not-an-email"),
    refused("email", "a@xn--\u00e9.org", "not-an-email"),
    refused("email", "anna@example.org\u0007", "not-an-email"),
    refused("email", "anna\ue000@example.org", "not-an-email"),
    refused("email", "anna\u0378@example.org", "not-an-email"),
    refused("email", "anna\U000e1000@example.org", "not-an-email"),
]

PLATES = [
    taken("plate", "AB12 CDE", "AB12CDE"),
    taken("plate", "ab12cde", "AB12CDE"),
    taken("plate", " a b 1 2 c d e ", "AB12CDE"),
    taken("plate", "A123 BCD", "A123BCD"),
    taken("plate", "ABZ 1234", "ABZ1234"),
    taken("plate", "1 A", "1A"),
    taken("plate", "101 D 234", "101D234"),
    taken("plate", "231-D-12345", "231D12345"),
    taken("plate", "M-AB 1234E", "MAB1234E"),
    taken("plate", "B\u00b7MW 123", "BMW123"),
    taken("plate", "L\u00d6-X 12", "L\u00d6X12"),
    taken("plate", "lo\u0308-x 12", "L\u00d6X12"),
    taken("plate", "W-12345 A", "W12345A"),
    taken("plate", "AA-123-BB", "AA123BB"),
    taken("plate", "1-ABC-234", "1ABC234"),
    taken("plate", "00-AB-12", "00AB12"),
    taken("plate", "AA.00.AA", "AA00AA"),
    taken("plate", "1234 BCD", "1234BCD"),
    taken("plate", "BB 123 CC", "BB123CC"),
    taken("plate", "WX 12345", "WX12345"),
    taken("plate", "1AB 2345", "1AB2345"),
    taken("plate", "BA-123CD", "BA123CD"),
    taken("plate", "B 123 ABC", "B123ABC"),
    taken("plate", "ABC-123", "ABC123"),
    taken("plate", "ZG 1234-AB", "ZG1234AB"),
    taken("plate", "LJ \u2022 AB-123", "LJAB123"),
    taken("plate", "AB 12 345", "AB12345"),
    taken("plate", "ZH 123456", "ZH123456"),
    taken("plate", "\u0391\u0392\u0395-1234", "ABE1234"),
    taken("plate", "\u03b6\u03b7\u03b9 1234", "ZHI1234"),
    taken("plate", "\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7 1", "IKMNOPTYX1"),
    taken("plate", "\u0410 123 \u0412\u0421 77", "A123BC77"),
    taken(
        "plate",
        "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425",
        "ABEKMHOPCTYX",
    ),
    taken("plate", "\u0456\u0458\u0455 1", "IJS1"),
    taken("plate", "CB 1234 \u0410\u0412", "CB1234AB"),
    taken("plate", "\uff21\uff22\uff11\uff12 \uff23\uff24\uff25", "AB12CDE"),
    taken("plate", "\u0661\u0662\u0663 ABC", "123ABC"),
    taken("plate", "\u4eac A 12345", "\u4eacA12345"),
    taken("plate", "AB12\u2013CDE", "AB12CDE"),
    taken("plate", "AB12\u00a0CDE", "AB12CDE"),
    taken("plate", "AB12\u200bCDE", "AB12CDE"),
    taken("plate", "stra\u00dfe1", "STRASSE1"),
    taken("plate", "ABCDEFGHIJKL", "ABCDEFGHIJKL"),
    # Great Britain: AB02 CDE, AB12 CDO, OY12 ABC, A805 ABC, LO02 ABC.
    *(taken("plate", typed, "AB02CDE") for typed in ("AB02 CDE", "ABO2 CDE", "abo2cde")),
    *(taken("plate", typed, "AB12CDO") for typed in ("AB12 CDO", "AB12 CD0")),
    *(taken("plate", typed, "OY12ABC") for typed in ("OY12 ABC", "0Y12 ABC")),
    *(taken("plate", typed, "A805ABC") for typed in ("A805 ABC", "A8O5 ABC")),
    *(taken("plate", typed, "LO02ABC") for typed in ("LO02 ABC", "LOO2 ABC", "L0O2 ABC")),
    # Germany has no zero first, Ireland's Offaly is OY, France and Italy have no O.
    *(taken("plate", typed, "BO1234") for typed in ("B-O 1234", "B-0 1234")),
    *(taken("plate", typed, "131OY1204") for typed in ("131-OY-1204", "131-0Y-12O4")),
    *(taken("plate", typed, "AA012BB") for typed in ("AA-012-BB", "AA-O12-BB")),
    *(taken("plate", typed, "AA102BB") for typed in ("AA-102-BB", "AA-1O2-BB")),
    # Spain has no vowels, the Netherlands none since 1978, Poland's numbers no O.
    *(taken("plate", typed, "1204BCD") for typed in ("1204 BCD", "12O4 BCD")),
    *(taken("plate", typed, "10ZZZ0") for typed in ("10-ZZZ-0", "1O-ZZZ-O")),
    *(taken("plate", typed, "WX10345") for typed in ("WX 10345", "WX 1O345")),
    # Brazil: of three letters and four digits; a letter or a digit may be the fifth.
    *(taken("plate", typed, "ABC1204") for typed in ("ABC-1204", "ABC-12O4")),
    taken("plate", "ABC-1023", "ABC1023"),
    taken("plate", "ABC1O23", "ABC1O23"),
    # No shape, or several ways: as typed.
    taken("plate", "OOOOOO0", "OOOOOO0"),
    taken("plate", "OO12 BCD", "OO12BCD"),
    taken("plate", "0O12 BCD", "0O12BCD"),
    taken("plate", "FR 10O ZZ", "FR10OZZ"),
    taken("plate", "B-OO 12O", "BOO12O"),
    taken("plate", "red v0n", "REDV0N"),
    refused("plate", "ABCDEFGHIJKLM", "not-a-plate"),
    refused("plate", "A", "not-a-plate"),
    refused("plate", "- -", "not-a-plate"),
    refused("plate", "AB12/CDE", "not-a-plate"),
    refused("plate", "AB12_CDE", "not-a-plate"),
    refused("plate", "AB12?DE", "not-a-plate"),
    refused("plate", "AB12*DE", "not-a-plate"),
    taken("plate", "red van", "REDVAN"),
    refused("plate", "AB12\u0301", "not-a-plate"),
    refused("plate", "AB12\u0000CDE", "not-a-plate"),
    refused("plate", "\U0001f697 12", "not-a-plate"),
    refused("plate", "", "empty"),
    refused("plate", "A" * 1001, "too-long"),
    # One character that stands for eighteen.
    refused("plate", "\ufdfa" * 56, "too-long"),
    refused("plate", "\ufdfa" * 55, "not-a-plate"),
]

HANDLES = [
    taken("handle", "instagram:anna_b", "instagram:anna_b"),
    taken("handle", "Instagram: @Anna_B", "instagram:anna_b"),
    taken("handle", "instagram @anna_b", "instagram:anna_b"),
    taken("handle", "insta @ anna_b", "instagram:anna_b"),
    taken("handle", "https://www.instagram.com/Anna_B/?hl=en#top", "instagram:anna_b"),
    taken("handle", "instagram.com/anna_b", "instagram:anna_b"),
    taken("handle", "HTTP://M.INSTAGRAM.COM/ANNA_B//", "instagram:anna_b"),
    taken("handle", "https://www.instagram.com/stories/anna_b/", "instagram:anna_b"),
    taken("handle", "x:anna", "x:anna"),
    taken("handle", "twitter @Anna", "x:anna"),
    taken("handle", "https://twitter.com/anna?s=21", "x:anna"),
    taken("handle", "https://mobile.twitter.com/@anna", "x:anna"),
    taken("handle", "https://x.com/Anna", "x:anna"),
    taken("handle", "https://www.tiktok.com/@anna.b?lang=de", "tiktok:anna.b"),
    taken("handle", "https://www.tiktok.com/%40anna.b", "tiktok:anna.b"),
    taken("handle", "https://www.snapchat.com/add/anna-b", "snapchat:anna-b"),
    taken("handle", "snapchat.com/@anna-b", "snapchat:anna-b"),
    taken("handle", "snap:anna-b", "snapchat:anna-b"),
    taken("handle", "https://t.me/anna_b", "telegram:anna_b"),
    taken("handle", "t.me/s/anna_b", "telegram:anna_b"),
    taken("handle", "telegram.me/anna_b", "telegram:anna_b"),
    taken("handle", "https://www.facebook.com/anna.b.5", "facebook:anna.b.5"),
    taken("handle", "https://de-de.facebook.com/anna.b.5/", "facebook:anna.b.5"),
    taken("handle", "m.facebook.com/profile.php?id=100012345&ref=x", "facebook:100012345"),
    taken("handle", "facebook.com/profile.php?ref=x&id=100012345", "facebook:100012345"),
    taken("handle", "facebook.com/people/Anna-B/100012345/", "facebook:100012345"),
    taken("handle", "https://onlyfans.com/anna", "onlyfans:anna"),
    taken("handle", "https://fansly.com/Anna/posts", "fansly:anna"),
    taken("handle", "https://www.adultwork.com/1234567", "adultwork:1234567"),
    taken(
        "handle", "https://www.adultwork.com/ViewProfile.asp?UserID=1234567", "adultwork:1234567"
    ),
    taken("handle", "adultwork.com/dlgViewProfile.asp?x=1&UserID=1234567&y", "adultwork:1234567"),
    taken(
        "handle",
        "https://www.vivastreet.co.uk/escort/london/a-title/123456789",
        "vivastreet:123456789",
    ),
    taken("handle", "https://uk.linkedin.com/in/Anna-B-1/", "linkedin:anna-b-1"),
    taken("handle", "linkedin.com/in/jos%C3%A9", "linkedin:jos\u00e9"),
    taken("handle", "linkedin.com/in/jose%CC%81", "linkedin:jos\u00e9"),
    taken("handle", "https://old.reddit.com/u/anna", "reddit:anna"),
    taken("handle", "https://www.reddit.com/user/Anna/", "reddit:anna"),
    taken("handle", "https://tinder.com/@anna", "tinder:anna"),
    taken("handle", "https://youtube.com/@anna", "youtube:anna"),
    taken("handle", "https://www.threads.net/@anna", "threads:anna"),
    taken("handle", "https://bsky.app/profile/anna.example.org", "bluesky:anna.example.org"),
    taken("handle", "discord:anna", "discord:anna"),
    taken("handle", "kik.me/anna", "kik:anna"),
    taken("handle", "twitch.tv/anna", "twitch:anna"),
    taken("handle", "vk.com/id123", "vk:id123"),
    taken("handle", "facebook:STRASSE", "facebook:strasse"),
    taken("handle", "facebook:Stra\u00dfe", "facebook:strasse"),
    taken(
        "handle",
        "facebook:\u03a3\u039f\u03a6\u0399\u0391\u03a3",
        "facebook:\u03c3\u03bf\u03c6\u03b9\u03b1\u03c3",
    ),
    taken("handle", "facebook:\u13a0\uab70", "facebook:\u13a0\u13a0"),
    taken("handle", "\uff49nstagram\uff1aanna", "instagram:anna"),
    taken("handle", "instagram:\u200banna\u2060", "instagram:anna"),
    refused("handle", "", "empty"),
    refused("handle", "anna", "not-a-handle"),
    refused("handle", "@anna", "not-a-handle"),
    refused("handle", "instagram:", "not-a-handle"),
    refused("handle", "instagram:@", "not-a-handle"),
    refused("handle", "instagram:@@anna", "not-a-handle"),
    refused("handle", "instagram:anna b", "not-a-handle"),
    refused("handle", "instagram:a/b", "not-a-handle"),
    refused("handle", "instagram:" + "a" * 101, "not-a-handle"),
    refused("handle", "instagram.com", "not-a-handle"),
    refused("handle", "instagram.com/", "not-a-handle"),
    refused("handle", "instagram.com/explore", "not-a-handle"),
    refused("handle", "instagram.com/p/abc", "not-a-handle"),
    refused("handle", "facebook.com/profile.php", "not-a-handle"),
    refused("handle", "facebook.com/profile.php?name=anna", "not-a-handle"),
    refused("handle", "tiktok.com/anna", "not-a-handle"),
    refused("handle", "linkedin.com/company/anna", "not-a-handle"),
    refused("handle", "linkedin.com/in/%ff", "not-a-handle"),
    refused("handle", "linkedin.com/in/%zz", "not-a-handle"),
    refused("handle", "linkedin.com/in/a%00b", "not-a-handle"),
    refused("handle", "linkedin.com/in/a%2fb", "not-a-handle"),
    refused("handle", "anna@example.org", "not-a-handle"),
    refused("handle", "facwww.ebook.com/anna", "unknown-platform"),
    refused("handle", "instagram:anna\u0000", "not-a-handle"),
    refused("handle", "nowhere:anna", "unknown-platform"),
    refused("handle", "nowhere @anna", "unknown-platform"),
    *(
        refused("handle", typed, "phone-number")
        for typed in (
            "whatsapp:+447700900123",
            "Signal: anna",
            "https://wa.me/447700900123",
            "https://wa.me/qr/ABC",
            "https://web.whatsapp.com/send?phone=447700900123",
            "whatsapp://send?phone=447700900123",
            "https://t.me/+447700900123",
            "telegram:+447700900123",
            "sms:+447700900123",
        )
    ),
    *(
        refused("handle", typed, "invitation-link")
        for typed in (
            "https://t.me/+AbCdEfGhIjK",
            "https://t.me/joinchat/AbCdEf",
            "https://chat.whatsapp.com/AbCdEf",
            "https://discord.gg/abc",
            "discord.com/invite/abc",
            "https://vk.me/join/AbC",
            "https://signal.group/#abc",
        )
    ),
    *(
        taken("handle", typed, canonical)
        for typed, canonical in (
            ("https://m.vk.com/anna_b", "vk:anna_b"),
            ("https://vk.ru/anna_b", "vk:anna_b"),
            ("m.vk.ru/id123?w=wall1", "vk:id123"),
            ("https://vk.me/anna_b", "vk:anna_b"),
            ("www.fb.com/anna.b.5", "facebook:anna.b.5"),
            ("https://m.me/anna.b.5", "facebook:anna.b.5"),
            ("https://www.messenger.com/t/anna.b.5/", "facebook:anna.b.5"),
            ("https://web.facebook.com/anna.b.5", "facebook:anna.b.5"),
            ("https://mbasic.facebook.com/anna.b.5?v=info", "facebook:anna.b.5"),
            ("https://www.facebook.com/anna.b.5/photos_by", "facebook:anna.b.5"),
            ("https://www.facebook.com/anna.b.5/posts/123", "facebook:anna.b.5"),
            ("https://pt-br.facebook.com/people/Anna-B/100012345/", "facebook:100012345"),
            ("https://www.instagram.com/anna_b/reels/", "instagram:anna_b"),
            ("https://www.instagram.com/anna_b/tagged/?hl=pt-br", "instagram:anna_b"),
            ("https://www.instagram.com/anna_b/p/C0dE/", "instagram:anna_b"),
            ("https://www.instagram.com/stories/anna_b/123456/", "instagram:anna_b"),
            ("https://ig.me/m/anna_b", "instagram:anna_b"),
            ("https://x.com/anna_b/status/123?s=20", "x:anna_b"),
            ("https://x.com/anna_b/with_replies", "x:anna_b"),
            ("https://www.tiktok.com/@anna.b/video/123", "tiktok:anna.b"),
            ("https://www.threads.com/@anna/post/C0dE", "threads:anna"),
            ("https://www.youtube.com/@anna/videos", "youtube:anna"),
            ("https://www.reddit.com/user/anna/comments/", "reddit:anna"),
            ("https://bsky.app/profile/anna.example.org/post/3k", "bluesky:anna.example.org"),
            ("https://www.linkedin.com/in/anna-b/details/skills/", "linkedin:anna-b"),
            ("https://onlyfans.com/123456/anna", "onlyfans:anna"),
            ("https://onlyfans.com/anna/media", "onlyfans:anna"),
            ("https://fansly.com/anna/media", "fansly:anna"),
            ("https://www.twitch.tv/anna/videos", "twitch:anna"),
            ("https://t.me/anna_b/123", "telegram:anna_b"),
            ("https://t.me/s/anna_b/123", "telegram:anna_b"),
            ("https://www.snapchat.com/@anna-b/spotlight", "snapchat:anna-b"),
            *((f"instagram:anna_b{sign}", "instagram:anna_b") for sign in ";,.)]!\u00bb'\":"),
            ("(instagram: @anna_b)", "instagram:anna_b"),
            ("<https://www.instagram.com/anna_b/>;", "instagram:anna_b"),
            ("\u201ehttps://x.com/anna_b\u201c.", "x:anna_b"),
            ("*instagram:_anna_*", "instagram:_anna_"),
            ("linkedin.com/in/anna%2C", "linkedin:anna"),
        )
    ),
    refused("handle", "https://www.instagram.com/reels/anna_b/", "not-a-handle"),
    refused("handle", "https://www.instagram.com/anna_b/anything/", "not-a-handle"),
    refused("handle", "https://vm.tiktok.com/ZMabc/", "not-a-handle"),
    refused("handle", "instagram:anna_b;bea_c", "not-a-handle"),
    refused("handle", "telegram:+anna", "not-a-handle"),
    refused("handle", "https://example.org/anna", "unknown-platform"),
    refused("handle", "https://instagram.com.example.org/anna", "unknown-platform"),
    refused("handle", "notinstagram.com/anna", "unknown-platform"),
    refused("handle", "constructor:anna", "unknown-platform"),
    refused("handle", "a" * 1001, "too-long"),
]

# Default_Ignorable_Code_Point, and the Braille pattern without dots.
UNSEEN = "\ufe0f\u034f\u115f\u3164\uffa0\u180b\u180f\u17b4\u2065\ufff0\u2800\U000e0100\U000e0fff"
NOT_SEEN = [
    taken(kind, f"{unseen}{typed[:3]}{unseen}{typed[3:]}{unseen}", canonical)
    for unseen in UNSEEN
    for kind, typed, canonical in (
        ("tel", "020 7946 0018", LONDON),
        ("email", "anna@example.org", "anna@example.org"),
        ("plate", "AB12 CDE", "AB12CDE"),
        ("handle", "x:anna", "x:anna"),
    )
]

OTHERS = [
    refused("", "anna@example.org", "unknown-kind"),
    refused("name", "Anna", "unknown-kind"),
    refused("TEL", "020 7946 0018", "unknown-kind"),
    refused("toString", "Anna", "unknown-kind"),
    refused("email", "anna@example.org", "unknown-region", "XX"),
]


def written() -> str:
    vectors = (
        numbers()
        + NUMBERS_IN_SEVERAL_FORMS
        + NUMBERS_BY_HAND
        + EMAILS
        + PLATES
        + HANDLES
        + NOT_SEEN
        + OTHERS
    )
    about = (
        f"Phone numbers: examples of libphonenumber by phonenumbers {phonenumbers.__version__}, "
        "as make_normalise.py says; the others by hand"
    )
    rows = ",\n".join(json.dumps(each) for each in vectors)
    return f'{{"about": {json.dumps(about)}, "vectors": [\n{rows}\n]}}\n'


if __name__ == "__main__":
    PATH.write_text(written(), encoding="ascii")
