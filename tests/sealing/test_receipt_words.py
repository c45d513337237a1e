"""A receipt is read as people type it, and a wrong word is named."""

from math import log2, perm
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mnemonic import Mnemonic

from unsilenced.sealing.errors import Malformed, ReceiptError, SealingError, SheetError
from unsilenced.sealing.hurtful import HURTFUL, REMOVED
from unsilenced.sealing.receipt import DRAWN, Receipt, derive, lookup_hash, parse_receipt
from unsilenced.sealing.recovery import RecoverySheet, parse_sheet, secret_hash
from unsilenced.sealing.recovery import derive as derive_recovery
from unsilenced.sealing.words import WORDS, find_word

DOCS = Path(__file__).parents[2] / "docs"

words = st.sampled_from(WORDS)
receipts = st.tuples(*[words] * 7).map(Receipt)
sheets = st.binary(min_size=32, max_size=32).map(RecoverySheet)
PLAIN_GAPS = (" ", "  ", "\t", "\n", "\r\n", ",", ", ", "; ", ". ", "-", "/", "_")
NUMBERED_GAPS = (" (12) ", "\n3. ", ", 4: ")
RARE_GAPS = (" \u2013 ", "\u00a0", "\u3000", "\u200b", "\u200e ")
gaps = st.sampled_from(PLAIN_GAPS + NUMBERED_GAPS + RARE_GAPS)
anything = st.text(alphabet=st.characters(exclude_categories=())) | st.text(
    alphabet="abz é1.İ\u0301ﬁ", max_size=60
)


def typings(each):
    """How somebody types words: any case, cut to four letters or more, whatever between."""
    way = st.tuples(
        st.sampled_from([str.lower, str.upper, str.title]),
        st.integers(min_value=4, max_value=8),
        gaps,
    )
    ways = st.lists(way, min_size=len(each), max_size=len(each))
    return ways.map(
        lambda chosen: "".join(
            case(word[:length]) + gap
            for word, (case, length, gap) in zip(each, chosen, strict=True)
        )
    )


def test_the_list_is_in_order_and_four_letters_tell_words_apart():
    assert len(WORDS) == 2_048
    assert list(WORDS) == sorted(WORDS)
    assert len({word[:4] for word in WORDS}) == 2_048


@given(st.data(), receipts)
def test_a_receipt_is_read_however_it_is_typed(data, receipt):
    assert parse_receipt(data.draw(typings(receipt.words))) == receipt


@given(st.data(), sheets)
def test_a_sheet_is_read_however_it_is_typed(data, sheet):
    assert parse_sheet(data.draw(typings(sheet.words))) == sheet


@given(anything)
@settings(max_examples=300)
def test_no_text_is_read_as_anything_but_a_receipt_or_an_error(text):
    for parse, error in ((parse_receipt, ReceiptError), (parse_sheet, SheetError)):
        with pytest.raises(error):
            parse(text)


@given(receipts, st.integers(min_value=0, max_value=6), st.text("abcdefghxyz", min_size=1))
def test_the_wrong_word_is_named_with_its_position(receipt, index, typo):
    typed = [*receipt.words]
    typed[index] = typo
    if find_word(typo) is None:
        with pytest.raises(ReceiptError) as told:
            parse_receipt(" ".join(typed))
        assert (told.value.code, told.value.count) == ("wrong-word", 7)
        assert (told.value.position, told.value.word) == (index + 1, typo)
        assert str(index + 1) in str(told.value)
    else:
        assert parse_receipt(" ".join(typed)).words[index] == find_word(typo)


@given(st.lists(words, max_size=12).filter(lambda typed: len(typed) != 7))
def test_the_number_of_words_is_told(typed):
    with pytest.raises(ReceiptError) as told:
        parse_receipt(" ".join(typed))
    assert (told.value.code, told.value.count) == ("word-count", len(typed))
    assert (told.value.position, told.value.word) == (None, "")


@given(words, st.integers(min_value=1, max_value=8))
def test_four_letters_are_enough_and_three_are_not(word, length):
    typed = word[:length]
    if typed == word or len(typed) >= 4:
        assert find_word(typed) is not None
        assert find_word(typed).startswith(typed)
    elif typed not in WORDS:
        assert find_word(typed) is None


def test_a_word_goes_wrong_after_its_fourth_letter_too():
    assert find_word("actr") == "actress"
    assert find_word("actriss") is None
    assert find_word("actresses") is None


def test_no_new_receipt_holds_a_word_twice_or_a_word_that_hurts():
    drawn = [Receipt.draw() for _ in range(600)]
    assert len(set(drawn)) == 600
    assert all(len(receipt.words) == len(set(receipt.words)) == 7 for receipt in drawn)
    seen = {word for receipt in drawn for word in receipt.words}
    assert not seen & HURTFUL
    assert {"abuse", "attack", "weapon", "gun", "knife", "police", "prison", "blood"} < HURTFUL
    # 4,200 draws leave about 178 of 1,810 words unseen; 280 is eight standard deviations away.
    assert seen <= set(DRAWN)
    assert len(seen) > len(DRAWN) - 280


def test_the_entropy_that_is_left_is_the_one_that_is_written_down():
    sequences = perm(len(DRAWN), 7)
    formats = (DOCS / "formats.md").read_text(encoding="utf-8")
    assert f"of {len(DRAWN):,}: the 2,048 without the {len(HURTFUL)} of" in formats
    assert f"log2 = {log2(sequences):.1f} bits" in formats
    assert set(DRAWN) | HURTFUL == set(WORDS)
    assert sum(len(words.split()) for words in REMOVED.values()) == len(HURTFUL)


def test_a_receipt_of_before_is_still_read():
    old = "weapon knife weapon abuse zoo zoo able"
    assert parse_receipt(old).canonical == old


def test_sheets_differ_and_have_24_words():
    first, second = RecoverySheet.draw(), RecoverySheet.draw()
    assert first != second
    assert len(first.words) == 24


@given(sheets, st.integers(min_value=0, max_value=23), words)
def test_a_changed_word_on_a_sheet_is_told_unless_the_checksum_fits(sheet, index, word):
    typed = [*sheet.words]
    typed[index] = word
    fits = Mnemonic("english").check(" ".join(typed))
    if fits:
        assert list(parse_sheet(" ".join(typed)).words) == typed
    else:
        with pytest.raises(SheetError) as told:
            parse_sheet(" ".join(typed))
        assert (told.value.code, told.value.count) == ("words-do-not-fit", 24)
        assert told.value.position is None


def test_a_receipt_finds_and_opens_with_keys_that_have_nothing_in_common():
    keys = derive(Receipt(("abandon",) * 7))
    assert keys != derive(Receipt(("abandon",) * 6 + ("ability",)))
    assert len({keys.lookup_secret, keys.private_key, keys.public_key}) == 3


def test_secrets_do_not_show_where_values_are_printed():
    receipt = Receipt(("abandon",) * 7)
    sheet = RecoverySheet(bytes(32))
    assert "abandon" not in repr(receipt)
    assert repr(bytes(32)) not in repr(sheet)
    keys, recovery_keys = derive(receipt), derive_recovery(sheet)
    assert repr(keys.private_key) not in repr(keys)
    assert repr(keys.lookup_secret) not in repr(keys)
    assert repr(recovery_keys.private_key) not in repr(recovery_keys)
    assert repr(recovery_keys.secret) not in repr(recovery_keys)


@pytest.mark.parametrize("hashing", [lookup_hash, secret_hash])
@pytest.mark.parametrize("size", [0, 31, 33])
def test_only_secrets_of_32_bytes_are_hashed(hashing, size):
    with pytest.raises(Malformed, match="32 bytes"):
        hashing(bytes(size))


def test_every_error_is_a_value_error_with_a_code():
    with pytest.raises(ValueError, match="7") as told:
        parse_receipt("zoo")
    assert isinstance(told.value, SealingError)
    assert told.value.code == "word-count"


def test_no_more_is_read_than_anybody_types():
    line = " ".join(WORDS[:7])
    assert parse_receipt(line.ljust(2_000) + "never read").words == WORDS[:7]
    with pytest.raises(ReceiptError) as told:
        parse_receipt("1. " * 100_000 + line)
    assert told.value.count == 0
    with pytest.raises(ReceiptError) as told:
        parse_receipt("a" + "\u0315\u0316" * 200_000)
    assert told.value.word == "a"
