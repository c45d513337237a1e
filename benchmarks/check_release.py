"""A real release: build time, memory, bytes on the wire, and the release of the day after.

Invented phone numbers are evaluated under both evaluators' keys, sealed, and put into the site's
own PostgreSQL under invented approved warnings whose reporters agree. Then a process of its own
publishes as `unsilenced check release` does, and a key holder, another process, logs it. On the
second day one warning has gone and another has come. With `--one-in N` one identifier in N is
evaluated and can be looked up; random bytes, as good as outputs, stand in for the others' outputs.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing as mp
import os
import platform
import secrets
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from check_site import CheckSite, check_site, cpu_seconds, family, saying, server_of
from measure import show

from unsilenced.evaluator.keyring import Keyring, keyring
from unsilenced.oblivious import merkle
from unsilenced.oblivious.combined import bucket_of, combine
from unsilenced.oblivious.element import input_of
from unsilenced.oblivious.evaluator import EVALUATION_INFO, OUTPUT_SIZE, Evaluator
from unsilenced.oblivious.manifest import Manifest
from unsilenced.oblivious.normalise import Identifier, IdentifierKind
from unsilenced.oblivious.record import RECORD_SIZE, Label, find, seal_label

MOST_MEMORY = 1 << 30
WARNINGS = 1_000
SECOND_DAY = 1_000
LOOKED_UP = 50
AT_ONCE = 2_000
RESULTS = Path(__file__).parent / "results"


def number(index: int) -> Identifier:
    """An invented mobile number; no two of them are the same."""
    return Identifier(IdentifierKind.TEL, f"+447{index * 7_919 % 10**9:09d}")


@dataclass(frozen=True)
class Work:
    """Some identifiers to evaluate and seal for one warning."""

    indices: range
    warning: UUID
    platform_seed: bytes
    keyholder_seed: bytes
    one_in: int


def sealed(work: Work) -> tuple[UUID, float, list[tuple[bytes, bytes]]]:
    """Return the warning, the processor seconds that it took, and place and record of each."""
    start = time.process_time()
    keys = [
        Evaluator.from_seed(seed, EVALUATION_INFO)
        for seed in (work.platform_seed, work.keyholder_seed)
    ]
    label = Label(3, work.warning.bytes[:7])
    made = []
    for index in work.indices:
        if index % work.one_in:
            outputs = [secrets.token_bytes(OUTPUT_SIZE) for _ in keys]
        else:
            data = input_of(number(index))
            outputs = [key.output(data) for key in keys]
        derived = combine(*outputs)
        made.append((derived.place_bytes, seal_label(derived, label)))
    return work.warning, time.process_time() - start, made


def invent_warnings(count: int) -> list[UUID]:
    """Store approved warnings, each with the report of somebody who agrees to it."""
    from unsilenced.demo.invented_people import invent_caseworker, invent_project  # noqa: PLC0415
    from unsilenced.reports import consent  # noqa: PLC0415 - needs Django set up
    from unsilenced.reports.models import Consent, Report, Scope  # noqa: PLC0415
    from unsilenced.warnings.models import State, Warning  # noqa: A004, PLC0415

    today = date.today()  # noqa: DTZ011 - any day serves
    invented = invent_project("Benchmark (invented)", f"benchmark-{secrets.token_hex(4)}")
    person = invent_caseworker(invented, secrets.token_hex(4)).user
    reports = Report.objects.bulk_create(
        Report(uid=uuid4(), project=invented.project, sealed_by="browser", received_on=today)
        for _ in range(count)
    )
    Consent.objects.bulk_create(
        Consent(
            report=report,
            scope=Scope.WARN,
            given=True,
            wording=consent.WORDING,
            day=today,
            step=0,
        )
        for report in reports
    )
    uids = [uuid4() for _ in reports]
    Warning.objects.bulk_create(
        Warning(
            uid=uid,
            reference=uid.hex[:14],
            project=invented.project,
            report=report,
            state=State.APPROVED,
            composed_by=person,
            composed_on=today,
            key=invented.key,
            approved_by=person,
            kind="robbery",
            areas=["E09000030"],
            month_from=today.replace(day=1),
            month_to=today.replace(day=1),
            original="en",
            texts={"en": "Invented for a benchmark. " * 10},
            review_on=today + timedelta(days=90),
        )
        for uid, report in zip(uids, reports, strict=True)
    )
    return uids


def enter(keyholder: Keyring, indices: range, warnings: list[UUID], *, one_in: int) -> float:
    """Evaluate, seal and store all; return the processor seconds of evaluating and sealing."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    from unsilenced.oblivious.evaluator import epoch_id  # noqa: PLC0415

    platform_keys = keyring()
    epoch = epoch_id(platform_keys.current.public_key, keyholder.current.public_key)
    step = min(AT_ONCE, math.ceil(len(indices) / len(warnings)))
    parts = [indices[start : start + step] for start in range(0, len(indices), step)]
    work = [
        Work(
            part,
            warnings[place * len(warnings) // len(parts)],
            platform_keys.secrets.evaluation[0],
            keyholder.secrets.evaluation[0],
            one_in,
        )
        for place, part in enumerate(parts)
    ]
    spent, done, told = 0.0, 0, time.monotonic()
    copy = "COPY warnings_entry (warning_id, epoch, place, record) FROM STDIN"
    connection.ensure_connection()
    with mp.get_context("spawn").Pool() as pool, connection.cursor() as cursor:
        with cursor.copy(copy) as rows:
            for warning, seconds, made in pool.imap_unordered(sealed, work):
                spent += seconds
                done += len(made)
                for place, record in made:
                    rows.write_row((warning, epoch, place, record))
                if time.monotonic() - told > 5:
                    told = time.monotonic()
                    print(f"entered {done:,} of {len(indices):,}", file=sys.stderr, flush=True)
        cursor.execute("ANALYZE")
    return spent


@dataclass(frozen=True)
class Made:
    """What publishing took."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int


def publish_here() -> Made:
    """Publish in this process, which does nothing else."""
    import django  # noqa: PLC0415 - reads the settings

    django.setup()
    from unsilenced.warnings.releases.publishing import publish  # noqa: PLC0415

    start, cpu = time.monotonic(), time.process_time()
    publish()
    return Made(time.monotonic() - start, time.process_time() - cpu, peak_of(os.getpid()))


def published() -> Made:
    """Publish in a process of its own, whose memory is therefore that of publishing alone."""
    with mp.get_context("spawn").Pool(1) as pool, saying("publishing"):
        return pool.apply(publish_here)


def peak_of(process: int) -> int:
    """The most bytes that a process has had in memory (`ru_maxrss` would count its parent's)."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


@contextmanager
def watching_postgres(folder: Path) -> Iterator[Callable[[], int]]:
    """Watch the memory of PostgreSQL's processes, shared pages counted once; give the most."""
    most, over = 0, threading.Event()
    server = server_of(folder)

    def watch() -> None:
        nonlocal most
        while not over.wait(0.5):
            most = max(most, sum(map(proportional, family(server))))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield lambda: most
    finally:
        over.set()
        watcher.join()


def proportional(process: int) -> int:
    """The bytes of a process, each page divided by how many processes share it."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def looked_up(site: CheckSite, indices: range) -> int:
    """How many of these identifiers are found, as a member's browser would look."""
    from django.test import Client  # noqa: PLC0415 - needs Django set up

    from unsilenced.warnings.models import Release  # noqa: PLC0415

    manifest = Manifest.from_bytes(bytes(Release.objects.current().manifest))
    hits = 0
    for index in indices:
        data = input_of(number(index))
        derived = combine(keyring().current.output(data), site.keyholder.current.output(data))
        bucket = bucket_of(derived.place, manifest.bucket_count)
        path_of = f"/check/release/{manifest.number}/{bucket}"
        body = Client(headers={"host": "localhost"}).get(path_of).content
        records = body[-manifest.bucket_records * RECORD_SIZE :]
        path = body[: -len(records)]
        hashes = [path[start : start + 32] for start in range(0, len(path), 32)]
        leaf = merkle.leaf_of(records)
        merkle.verify(manifest.root, leaf, bucket, manifest.bucket_count, hashes)
        hits += bool(find(derived, records))
    return hits


def wire() -> dict[str, object]:
    """Bytes of the present release, and of one check's calls, without the headers of HTTP."""
    from unsilenced.warnings.models import Bucket, Release  # noqa: PLC0415 - needs Django set up

    release = Release.objects.current()
    manifest = Manifest.from_bytes(bytes(release.manifest))
    bucket = Bucket.objects.get(release=release, index=manifest.bucket_count // 2)
    sent = len(bytes(bucket.path)) + len(bytes(bucket.records))
    token = {"day": "2026-11-24", "nonce": "n" * 43, "mac": "m" * 43}
    asked = len(json.dumps({"key": "k" * 16, "elements": ["e" * 43], "tokens": [token]}))
    told = len(json.dumps({"evaluated": ["e" * 43], "proof": "p" * 86}))
    return {
        "buckets": manifest.bucket_count,
        "records_a_bucket": manifest.bucket_records,
        "release_bytes": manifest.bucket_count * manifest.bucket_records * RECORD_SIZE,
        "bucket_bytes": sent,
        "evaluations_bytes": 2 * (asked + told),
        "bytes_a_check": sent + 2 * (asked + told),
    }


def change(site: CheckSite, warnings: list[UUID], identifiers: int) -> None:
    """One warning's reporter withdraws, and another warning comes, with as many identifiers."""
    from unsilenced.reports import consent  # noqa: PLC0415 - needs Django set up
    from unsilenced.reports.models import Scope  # noqa: PLC0415
    from unsilenced.warnings.models import Warning  # noqa: A004, PLC0415

    gone = Warning.objects.get(pk=warnings[0])
    consent.record(gone.report, Scope.WARN, given=False, wording=consent.WORDING)
    fresh = range(identifiers, identifiers + SECOND_DAY)
    enter(site.keyholder, fresh, invent_warnings(1), one_in=1)


def measured(identifiers: int, warnings: int, *, one_in: int) -> dict[str, object]:
    """Do all of it."""
    with check_site() as site:
        uids = invent_warnings(warnings)
        start = time.monotonic()
        spent = enter(site.keyholder, range(identifiers), uids, one_in=one_in)
        entered = time.monotonic() - start
        with watching_postgres(site.postgres) as postgres:
            before = cpu_seconds(server_of(site.postgres))
            first = published()
            postgres_cpu = cpu_seconds(server_of(site.postgres)) - before
            present = range(0, identifiers, one_in)[-LOOKED_UP:]
            absent = range(identifiers + SECOND_DAY, identifiers + SECOND_DAY + LOOKED_UP)
            found = looked_up(site, present)
            false = looked_up(site, absent)
            sizes = wire()
            change(site, uids, identifiers)
            second = published()
            postgres_peak = postgres()
        new = range(identifiers, identifiers + LOOKED_UP)
        gone = range(0, identifiers // warnings, one_in)[:LOOKED_UP]
        return {
            "identifiers": identifiers,
            "warnings": warnings,
            "evaluated": len(range(0, identifiers, one_in)),
            "evaluating_and_entering_s": entered,
            "evaluating_cpu_us_an_identifier": spent / identifiers * 1e6,
            "publish_s": first.seconds,
            "publish_cpu_s": first.cpu_seconds,
            "publish_postgres_cpu_s": postgres_cpu,
            "publish_peak_mb": first.peak_bytes / 1e6,
            "publish_peak_to_limit": first.peak_bytes / MOST_MEMORY,
            "next_day_publish_s": second.seconds,
            "next_day_publish_cpu_s": second.cpu_seconds,
            "next_day_peak_mb": second.peak_bytes / 1e6,
            "next_day_peak_to_limit": second.peak_bytes / MOST_MEMORY,
            "postgres_peak_mb": postgres_peak / 1e6,
            **sizes,
            "present_found": f"{found} of {len(present)}",
            "absent_found": f"{false} of {LOOKED_UP}",
            "next_day_new_found": f"{looked_up(site, new)} of {LOOKED_UP}",
            "next_day_withdrawn_found": f"{looked_up(site, gone)} of {len(gone)}",
        }


def machine() -> dict[str, object]:
    """What it was measured on, and how busy that was."""
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.split(": ")[1] for line in info if line.startswith("model name")), "")
    return {
        "day": str(date.today()),  # noqa: DTZ011 - where it was measured
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {model}",
        "load_average": os.getloadavg()[0],
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--identifiers", type=int, default=1_000_000)
    parser.add_argument("--warnings", type=int, default=WARNINGS)
    parser.add_argument("--one-in", type=int, default=1, metavar="N")
    parser.add_argument("--keep", type=Path, help="a file to write the figures to as well")
    options = parser.parse_args()
    before = machine()
    figures = measured(options.identifiers, options.warnings, one_in=options.one_in)
    result = before | figures
    if options.keep:
        options.keep.parent.mkdir(exist_ok=True)
        options.keep.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    show(result, as_json=options.json)


if __name__ == "__main__":
    main()
