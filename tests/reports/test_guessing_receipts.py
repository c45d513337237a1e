"""Guessing at receipts is slowed for everybody and locks out nobody."""

from hashlib import sha256

import pytest
from django.core import signing
from hypothesis import given
from hypothesis import strategies as st
from reports.stored import everything
from reports.writer import Writer, as_json

from unsilenced.reports import puzzle
from unsilenced.reports.models import FailedLookups, Report
from unsilenced.reports.puzzle import BITS, LIFE, THRESHOLD, Proof

pytestmark = pytest.mark.django_db

NOON = 1_790_000_040
"""The start of a minute."""


class Clock:
    """A clock that goes on only when told."""

    def __init__(self):
        self.now = NOON

    def time(self):
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    still = Clock()
    monkeypatch.setattr(puzzle, "time", still)
    monkeypatch.setattr(signing, "time", still)
    return still


@pytest.fixture
def writer(project):
    writer = Writer.of(project)
    writer.sent()
    return writer


@pytest.fixture
def guesser(project):
    """Somebody whose words are wrong."""
    return Writer.of(project)


def fail(guesser, times=THRESHOLD):
    for _ in range(times):
        assert guesser.call("/return/open").status_code == 404


def puzzle_of(answer):
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "puzzle")
    return answer.json()["puzzle"]


def solve(puzzle, *, rightly=True):
    """Find a nonce by its definition in docs/http.md; or one that does not do."""
    nonce = 0
    while True:
        digest = sha256(f"{puzzle['challenge']} {nonce}".encode()).digest()
        bits = "".join(f"{byte:08b}" for byte in digest)
        if bits.startswith("0" * puzzle["bits"]) is rightly:
            return {"Puzzle": f"{puzzle['challenge']} {nonce}"}
        nonce += 1


def test_below_the_threshold_nobody_is_asked_for_anything(writer, guesser):
    fail(guesser, THRESHOLD - 1)
    assert writer.call("/return/open").status_code == 200
    assert guesser.call("/return/open").status_code == 404


def test_past_the_threshold_right_and_wrong_words_are_answered_alike(writer, guesser):
    fail(guesser)
    right, wrong = writer.call("/return/open"), guesser.call("/return/open")
    assert puzzle_of(right)["bits"] == puzzle_of(wrong)["bits"] == BITS
    assert right.json()["error"] == wrong.json()["error"]
    assert len(right.content) == len(wrong.content)


def test_the_right_words_with_a_solved_puzzle_open_the_report_under_attack(writer, guesser):
    fail(guesser)
    proof = solve(puzzle_of(writer.call("/return/open")))
    fail_more = puzzle_of(guesser.call("/return/open"))
    assert fail_more
    assert writer.call("/return/open", **proof).status_code == 200


def test_wrong_words_with_a_solved_puzzle_are_wrong_and_counted(writer, guesser):
    fail(guesser)
    proof = solve(puzzle_of(guesser.call("/return/open")))
    assert guesser.call("/return/open", **proof).status_code == 404
    assert FailedLookups.objects.get().count == THRESHOLD + 1


def test_one_solution_serves_every_call_of_a_visit(writer, guesser):
    fail(guesser)
    proof = solve(puzzle_of(writer.call("/return/open")))
    assert writer.call("/return/messages", as_json(writer.seal()), **proof).status_code == 201
    assert writer.call("/return/open", **proof).status_code == 200


def test_a_solution_for_one_receipt_does_not_serve_another(writer, guesser):
    fail(guesser)
    proof = solve(puzzle_of(guesser.call("/return/open")))
    puzzle_of(writer.call("/return/open", **proof))


def test_a_solution_is_good_for_ten_minutes(writer, guesser, clock):
    fail(guesser)
    proof = solve(puzzle_of(writer.call("/return/open")))
    clock.now += LIFE
    fail(guesser)
    assert writer.call("/return/open", **proof).status_code == 200
    clock.now += 1
    puzzle_of(writer.call("/return/open", **proof))


def test_a_nonce_that_does_no_work_is_refused(writer, guesser):
    fail(guesser)
    puzzle = puzzle_of(writer.call("/return/open"))
    puzzle_of(writer.call("/return/open", **solve(puzzle, rightly=False)))


@pytest.mark.parametrize("header", ["", " ", "x", "x y", "1:1tEST:x 7", "ü 1", "x " * 200])
def test_a_made_up_proof_is_refused(writer, guesser, header):
    fail(guesser)
    puzzle_of(writer.call("/return/open", Puzzle=header))


def test_a_made_up_challenge_with_work_done_on_it_is_refused(writer, guesser):
    fail(guesser)
    puzzle_of(writer.call("/return/open", **solve({"challenge": "1:1tEST:x", "bits": BITS})))


def test_the_next_minute_begins_anew(writer, guesser, clock):
    fail(guesser)
    puzzle_of(writer.call("/return/open"))
    clock.now += 59
    puzzle_of(writer.call("/return/open"))
    clock.now += 1
    assert writer.call("/return/open").status_code == 200


def test_one_row_counts_for_everybody_and_past_minutes_go(project, writer, clock):
    for _ in range(3):
        fail(Writer.of(project), 1)
    assert list(FailedLookups.objects.values_list("minute", "count")) == [(NOON // 60, 3)]
    clock.now += 61
    fail(Writer.of(project), 1)
    assert list(FailedLookups.objects.values_list("minute", "count")) == [(NOON // 60 + 1, 1)]


def test_past_minutes_can_be_forgotten_without_waiting_for_a_failure(guesser, clock):
    fail(guesser, 1)
    puzzle.forget_past_minutes()
    assert FailedLookups.objects.count() == 1
    clock.now += 60
    puzzle.forget_past_minutes()
    assert FailedLookups.objects.count() == 0


def test_a_refused_look_up_stores_nothing(writer, guesser):
    fail(guesser)
    before = everything()
    puzzle_of(writer.call("/return/delete", {}))
    puzzle_of(writer.call("/return/messages", as_json(writer.seal())))
    assert everything() == before
    assert FailedLookups.objects.get().count == THRESHOLD


def test_a_call_without_a_receipt_counts_for_nothing(db, guesser):
    for header in ("", "Receipt =", "Receipt AAAA"):
        assert guesser.call("/return/open", Authorization=header).status_code == 404
    assert FailedLookups.objects.count() == 0


def send(sender, **headers):
    return sender.call("/report/send", as_json(sender.submission()), **headers)


def test_sending_a_report_asks_for_the_same_work_whether_or_not_its_words_are_in_use(
    project, writer, guesser
):
    fail(guesser)
    taken, free = send(Writer.of(project, writer.keys)), send(Writer.of(project))
    assert puzzle_of(taken)["bits"] == puzzle_of(free)["bits"] == BITS
    assert taken.json()["error"] == free.json()["error"]
    assert len(taken.content) == len(free.content)
    assert Report.objects.count() == 1


def test_who_did_the_work_sends_a_report_under_attack(project, guesser):
    fail(guesser)
    sender = Writer.of(project)
    assert send(sender, **solve(puzzle_of(send(sender)))).status_code == 201


def test_words_in_use_count_as_a_failure(project, writer):
    for _ in range(THRESHOLD):
        answer = send(Writer.of(project, writer.keys))
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "receipt-taken")
    assert FailedLookups.objects.get().count == THRESHOLD
    puzzle_of(send(Writer.of(project, writer.keys)))
    puzzle_of(writer.call("/return/open"))


@given(nonce=st.text(st.characters(codec="ascii")))
def test_a_proof_works_when_its_hash_starts_with_enough_zero_bits(nonce):
    proof = Proof("challenge", nonce)
    digest = sha256(f"challenge {nonce}".encode()).hexdigest()
    assert proof.works is (digest[: BITS // 4] == "0" * (BITS // 4))


@given(st.text(max_size=300))
def test_any_header_is_read_or_refused_without_a_fault(header):
    proof = Proof.parse(header)
    if proof is not None:
        assert f"{proof.challenge} {proof.nonce}" == header
        assert proof.works in {True, False}
