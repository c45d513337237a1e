"""What it costs to turn the check round: measured where it can be, computed from it where not.

A member really asks for 10,000 numbers, over the calls of a site, with what a cheat could try once
the day's tokens are spent. Records are really searched with both keys, with one, and with none.
The rest is arithmetic: all UK mobile numbers (07 and nine digits), at the quotas and at the speed
of one core of this machine.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date

from check_http import body
from check_release import number
from check_site import check_site, saying
from measure import show

from unsilenced.oblivious import client
from unsilenced.oblivious.combined import combine
from unsilenced.oblivious.element import input_of
from unsilenced.oblivious.evaluator import EVALUATION_INFO, OUTPUT_SIZE, Evaluator
from unsilenced.oblivious.record import Label, open_label, seal_label
from unsilenced.oblivious.tokens import (
    CASEWORKER_BATCH,
    CASEWORKER_BATCHES,
    MEMBER_BATCH,
    NONCE_SIZE,
    is_genuine,
    spend_mac,
)
from unsilenced.sealing.b64u import to_b64u

UK_MOBILES = 10**9
ASKED, SYBILS, RECORDS, CALLS = 10_000, 100, 500, 400
DAY, YEAR = 86_400, 365.25
CALL_OF = 32


def new_member():
    """A member of an invented project."""
    from unsilenced.demo.invented_people import invent_project  # noqa: PLC0415
    from unsilenced.people.models import Member  # noqa: PLC0415 - needs Django set up

    member = Member(
        id="00000000-0000-4000-8000-000000000001",
        organisation=invent_project("Benchmark (invented)", "benchmark").project,
        pseudonym="Kestrel",
        salt=bytes(16),
        public_key=bytes(32),
        wrapped_private_key=bytes(63),
        settings=bytes(4_127),
        joined_on=date(2026, 11, 1),
    )
    member.save()
    return member


def drawn() -> list[tuple[bytes, client.Blinded]]:
    """A day's nonces, blinded."""
    nonces = [secrets.token_bytes(NONCE_SIZE) for _ in range(MEMBER_BATCH)]
    return [(nonce, client.blind(nonce)) for nonce in nonces]


def ten_thousand() -> Counter[str]:
    """Ask a site for 10,000 numbers as one member; count what it answers."""
    from django.test import Client  # noqa: PLC0415 - needs Django set up

    from unsilenced.evaluator.keyring import keyring  # noqa: PLC0415
    from unsilenced.http.refusal import Refusal  # noqa: PLC0415
    from unsilenced.warnings.check.tokens import issue_to_member  # noqa: PLC0415

    member, browser, key = new_member(), Client(headers={"host": "localhost"}), keyring().current
    first, second = drawn(), drawn()
    issued = issue_to_member(member, [blinded.element for _, blinded in first])
    outputs = client.finalise(
        [blinded for _, blinded in first], issued.evaluation, issued.public_key
    )
    wallet = [(nonce, output) for (nonce, _), output in zip(first, outputs, strict=True)]
    answers: Counter[str] = Counter()
    try:
        issue_to_member(member, [blinded.element for _, blinded in second])
    except Refusal as refusal:
        answers[f"more tokens: {refusal.code}"] += 1

    def ask(name: str, elements: list[bytes], tokens: list[tuple[bytes, bytes]]) -> None:
        sent = {
            "key": key.key_id,
            "elements": list(map(to_b64u, elements)),
            "tokens": [
                {
                    "day": str(issued.day),
                    "nonce": to_b64u(nonce),
                    "mac": to_b64u(spend_mac(output, "platform", key.key_id, element)),
                }
                for (nonce, output), element in zip(tokens, elements, strict=False)
            ],
        }
        answer = browser.post("/check/evaluate", json.dumps(sent), "text/plain")
        said = "answered" if answer.status_code == 200 else answer.json()["error"]["code"]
        answers[f"{name}: {said}"] += len(elements)

    def blinded(index: int) -> bytes:
        return client.blind(input_of(number(index))).element

    for index in range(MEMBER_BATCH):
        ask("the day's tokens", [blinded(index)], [wallet[index]])
    rest = range(MEMBER_BATCH, ASKED)
    for index in rest[::3]:
        ask("a spent token", [blinded(index)], [wallet[index % MEMBER_BATCH]])
    for index in rest[1::3]:
        forged = (secrets.token_bytes(NONCE_SIZE), secrets.token_bytes(OUTPUT_SIZE))
        ask("a forged token", [blinded(index)], [forged])
    for index in rest[2::3]:
        ask("one token for two", [blinded(index), blinded(index + 1)], [wallet[0]])
    return answers


def searched() -> dict[str, int]:
    """How many of some records are opened by whoever has the database and some of the keys."""
    keys = [Evaluator.from_seed(secrets.token_bytes(32), EVALUATION_INFO) for _ in range(2)]
    label = Label(3, b"invents")
    records = set()
    for index in range(RECORDS):
        derived = combine(*(key.output(input_of(number(index))) for key in keys))
        records.add(seal_label(derived, label))
    by_locator = {record[:8]: record for record in records}

    def opened(*stolen: Evaluator | None) -> int:
        hits = 0
        for index in range(RECORDS):
            data = input_of(number(index))
            outputs = (key.output(data) if key else secrets.token_bytes(64) for key in stolen)
            derived = combine(*outputs)
            record = by_locator.get(derived.locator)
            hits += record is not None and open_label(derived, record) is not None
        return hits

    return {
        "opened_with_both_keys": opened(keys[0], keys[1]),
        "opened_with_one_key": opened(keys[0], None),
        "opened_with_no_key": opened(None, None),
    }


def a_second(call: Callable[[], object], each: int = 1) -> float:
    """How many a second of one core, over some calls that do `each`."""
    call()
    start = time.process_time()
    for _ in range(CALLS // each):
        call()
    return CALLS // each * each / (time.process_time() - start)


def speeds() -> dict[str, float]:
    """What one core does a second."""
    keys = [Evaluator.from_seed(secrets.token_bytes(32), EVALUATION_INFO) for _ in range(2)]
    day_key = Evaluator.from_seed(secrets.token_bytes(32), b"day")
    sent = json.loads(body(keys[0], day_key, "2026-11-24", 1, "platform"))
    nonce, data = secrets.token_bytes(NONCE_SIZE), input_of(number(1))
    elements = [client.blind(secrets.token_bytes(40)).element for _ in range(CALL_OF)]
    about = (bytes(32), "platform", sent["key"], elements[0])

    def forged() -> None:
        for element in elements:
            spend_mac(day_key.output(nonce), "platform", sent["key"], element)

    def answer() -> None:
        keys[0].evaluate(elements)
        for _ in elements:
            is_genuine(day_key, nonce, *about)

    return {
        "numbers_tried_a_second_with_both_keys": a_second(
            lambda: combine(*(key.output(data) for key in keys))
        ),
        "tokens_forged_a_second_with_the_token_key": a_second(forged, CALL_OF),
        "elements_answered_a_second_by_an_evaluator": a_second(answer, CALL_OF),
    }


def computed(speed: dict[str, float], pounds_a_core_hour: float) -> dict[str, object]:
    """How long all UK mobile numbers take."""
    from unsilenced.warnings.check.token_quota import (  # noqa: PLC0415 - needs Django set up
        SPARE,
        SPARE_CASEWORKERS,
    )

    caseworker = CASEWORKER_BATCH * CASEWORKER_BATCHES
    # Whoever comes and goes counts while they are there.
    members = (SYBILS + 1 + SPARE) * MEMBER_BATCH
    colleagues = (1 + 1 + SPARE_CASEWORKERS) * caseworker
    quotas = {
        "one_member": MEMBER_BATCH,
        f"{SYBILS}_sybil_members": SYBILS * MEMBER_BATCH,
        "one_caseworker": caseworker,
        f"one_caseworker_and_{SYBILS}_sybils": colleagues + members,
    }
    years = {f"{who}_years": UK_MOBILES / a_day / YEAR for who, a_day in quotas.items()}
    with_keys = UK_MOBILES / speed["numbers_tried_a_second_with_both_keys"]
    answering = UK_MOBILES / speed["elements_answered_a_second_by_an_evaluator"]
    return {
        **years,
        "one_member_days_for_10000_numbers": ASKED / MEMBER_BATCH,
        "both_keys_core_days": with_keys / DAY,
        "both_keys_pounds": with_keys / 3600 * pounds_a_core_hour,
        "token_key_evaluators_core_days_each": answering / DAY,
        "token_key_and_one_evaluator_the_others_core_days": answering / DAY,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--pounds", type=float, default=0.04, help="what a core costs an hour (assumed)"
    )
    options = parser.parse_args()
    load = os.getloadavg()[0]
    print("searching records", file=sys.stderr, flush=True)
    opened, speed = searched(), speeds()
    with check_site(), saying("asking for 10,000 numbers"):
        answers = ten_thousand()
    show(
        {
            "load_average": load,
            "uk_mobile_numbers": UK_MOBILES,
            "records_searched": RECORDS,
            **opened,
            **speed,
            **computed(speed, options.pounds),
            "pounds_a_core_hour_assumed": options.pounds,
            "answers_to_one_member": dict(answers),
        },
        as_json=options.json,
    )


if __name__ == "__main__":
    main()
