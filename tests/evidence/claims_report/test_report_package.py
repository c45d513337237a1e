"""The data are a Frictionless Data Package: it says everything it must, and that is true."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from hashlib import sha256
from urllib.parse import urlsplit

import pytest
from evidence.claims_report.invented_claims import ALSO, CLAIM, MARKUP, ONE, REPORTS, released_claim

from unsilenced.evidence.claims.dataset import DATA, Dataset
from unsilenced.evidence.claims.report.package import package_of
from unsilenced.evidence.claims.report.provenance import with_provenance
from unsilenced.evidence.schema.descriptor import schema_of

# https://datapackage.org/standard/data-resource/ and /table-schema/
NAME = re.compile(r"[a-z0-9._-]+")
TYPES = {"string", "number", "integer", "boolean"}
TRUE_AND_FALSE = {"true", "false", "True", "False", "TRUE", "FALSE", "1", "0"}


@pytest.fixture(scope="module")
def package(report):
    return report / "data"


@pytest.fixture(scope="module")
def descriptor(package):
    return json.loads((package / "datapackage.json").read_text(encoding="utf-8"))


def rows(content, resource):
    comment = resource.get("dialect", {}).get("commentChar")
    lines = content.decode(resource["encoding"]).splitlines(keepends=True)
    kept = [each for each in lines if not comment or not each.startswith(comment)]
    return list(csv.DictReader(io.StringIO("".join(kept), newline="")))


def is_of(kind, text):
    if kind == "integer":
        return re.fullmatch(r"-?[0-9]+", text)
    if kind == "number":
        return float(text) == float(text)
    return kind == "string" or text in TRUE_AND_FALSE


def test_the_descriptor_names_its_profile_itself_and_at_least_one_resource(descriptor):
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert NAME.fullmatch(descriptor["name"])
    names = [each["name"] for each in descriptor["resources"]]
    assert names
    assert all(NAME.fullmatch(name) for name in names)
    assert len(set(names)) == len(names)


def test_licences_and_sources_have_what_they_must(descriptor, package):
    for each in (descriptor, *descriptor["resources"]):
        assert each["licenses"]
        assert each["sources"]
        for licence in each["licenses"]:
            assert {"name", "path"} & set(licence)
            assert leads_somewhere(licence["path"], package)
        for source in each["sources"]:
            assert source["title"]
            assert leads_somewhere(source["path"], package)


def leads_somewhere(path, package):
    return urlsplit(path).scheme == "https" or (package / path).is_file()


def test_every_file_of_the_package_but_two_is_a_resource_and_every_resource_a_file(
    descriptor, package
):
    there = {each.relative_to(package).as_posix() for each in package.rglob("*") if each.is_file()}
    told = {each["path"] for each in descriptor["resources"]}
    assert there - told == {"datapackage.json", "licences.txt"}
    assert told <= there


def test_a_resource_tells_its_bytes_their_hash_and_a_schema_that_they_keep_to(descriptor, package):
    for resource in descriptor["resources"]:
        path = resource["path"]
        assert not path.startswith(("/", "."))
        content = (package / path).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"
        assert (resource["type"], resource["format"]) == ("table", "csv")
        fields = resource["schema"]["fields"]
        kinds = {each["name"]: each["type"] for each in fields}
        assert set(kinds.values()) <= TYPES
        lines = rows(content, resource)
        assert lines
        missing = resource["schema"].get("missingValues", [""])
        for line in lines:
            assert list(line) == list(kinds)
            assert all(
                is_of(kinds[name], value) for name, value in line.items() if value not in missing
            )


def test_files_that_are_shipped_stand_there_byte_for_byte_with_their_schema(descriptor, package):
    (resource,) = [each for each in descriptor["resources"] if each["path"] == REPORTS.name]
    assert (package / REPORTS.name).read_bytes() == REPORTS.path.read_bytes()
    assert resource["hash"] == f"sha256:{REPORTS.sha256}"
    assert resource["schema"] == json.loads(schema_of(REPORTS.path).read_text(encoding="utf-8"))
    assert resource["sources"] == [{"title": REPORTS.source, "path": REPORTS.name}]
    assert resource["licenses"][0]["title"] == REPORTS.licence


def test_every_figure_is_there_with_its_claim_its_interval_and_where_it_is_from(package):
    with (package / "figures.csv").open(encoding="utf-8", newline="") as file:
        one, other, unknown, times = csv.DictReader(file)
    assert one == {
        "claim": CLAIM.id,
        "claim_version": "2",
        "label": ONE.label,
        "quantity": ONE.quantity,
        "unit": "share",
        "estimate": str(18 / 58),
        "low": str(ONE.estimate.low),
        "high": str(ONE.estimate.high),
        "level": "0.95",
        "method": "Clopper-Pearson",
        "unknown": "",
        "counted": "18 of 58 reports",
        "period": ONE.period,
        "said": ONE.said,
        "source": ONE.source,
        "dataset": REPORTS.name,
        "dataset_sha256": REPORTS.sha256,
        "rows": "4",
        "decides": "true",
    }
    assert (other["low"], other["unknown"]) == ("", "no counts are given")
    assert (unknown["estimate"], unknown["unknown"]) == ("", "nobody has counted")
    assert (times["low"], times["high"], times["decides"]) == ("1.8", "", "false")


def test_every_claim_is_there_word_for_word(package):
    with (package / "claims.csv").open(encoding="utf-8", newline="") as file:
        claim, bare = csv.DictReader(file)
    assert (claim["id"], claim["verdict"], claim["version"]) == ("reports", "unclear", "2")
    assert claim["why"] == f"1 figure decides, and {MARKUP} does not. {ALSO}"
    assert (claim["title"], claim["wording"]) == (CLAIM.title, CLAIM.wording)
    assert bare["verdict"] == "untestable"


@pytest.mark.parametrize("name", ["nrm/reasonable_grounds.csv", "capture/UKdat_5.csv"])
def test_open_data_and_tables_of_lists_keep_their_terms_and_have_a_schema(name):
    data = Dataset(name)
    figure = {"dataset": data, "source": data.source, "rows": (), "said": ""}
    made = package_of([released_claim(with_one(**figure))])
    (resource,) = [
        each for each in json.loads(made["datapackage.json"])["resources"] if each["path"] == name
    ]
    assert made[name] == (DATA / name).read_bytes()
    assert rows(made[name], resource)
    assert list(rows(made[name], resource)[0]) == [
        each["name"] for each in resource["schema"]["fields"]
    ]
    named = resource["licenses"][0].get("name")
    assert named == ("OGL-UK-3.0" if data.licence.startswith("OGL") else None)


def with_one(**changed):
    return replace(CLAIM, figures=lambda: (replace(ONE, **changed),))


def test_the_sums_are_those_of_all_files_and_provenance_says_what_rests_on_what(report):
    told = json.loads((report / "provenance.json").read_text(encoding="utf-8"))
    assert told["date"] == "2026-11-28"
    assert told["claims"][0] == {
        "id": "reports",
        "version": 2,
        "verdict": "unclear",
        "data": {
            name: Dataset(name).sha256
            for name in ("claims/num_reports.csv", "claims/scd9_brothel_visits.csv")
        },
    }
    there = {each.relative_to(report).as_posix(): each for each in report.rglob("*")}
    files = {name: path for name, path in there.items() if path.is_file()}
    sums = dict(
        reversed(line.split("  ", 1))
        for line in (report / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    )
    assert set(sums) == set(files) - {"SHA256SUMS"}
    assert set(told["files"]) == set(sums) - {"provenance.json"}
    for name, sum_of in sums.items():
        assert sha256(files[name].read_bytes()).hexdigest() == sum_of
        assert told["files"].get(name, sum_of) == sum_of


def test_provenance_without_a_date_names_none(findings):
    made = with_provenance(findings, {}, None)
    assert json.loads(made["provenance.json"])["date"] is None
    dated = with_provenance(findings, {}, date(2026, 1, 2))
    assert json.loads(dated["provenance.json"])["date"] == "2026-01-02"
