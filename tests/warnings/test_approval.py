"""A second person approves a warning; from then on the server knows what it says, and no names."""

import base64
import secrets

import pytest
from django.utils import timezone
from reports.stored import everything
from reports.writer import Writer
from warned.warner import EMAIL, PHONE, KeyHolder, in_days, said

from unsilenced.oblivious.normalise import normalise
from unsilenced.oblivious.record import find
from unsilenced.people.models import User
from unsilenced.reports import consent, conversation
from unsilenced.reports.models import Scope
from unsilenced.sealing.b64u import to_b64u
from unsilenced.warnings import as_json
from unsilenced.warnings.approval import approving
from unsilenced.warnings.check.epochs import open_epochs
from unsilenced.warnings.models import KeyHolderKey, Warning
from unsilenced.warnings.shared import Entry

pytestmark = pytest.mark.django_db


def code(answer):
    return answer.status_code, answer.json()["error"]["code"]


def test_an_approved_warning_holds_what_it_says(joel, draft):
    answer = joel.approve(draft)
    assert (answer.status_code, answer.json()) == (200, {"reference": draft.hex[:14]})
    warning = Warning.objects.get()
    assert (warning.state, warning.kind, warning.four_eyes) == ("approved", "robbery", True)
    assert warning.areas == said()["areas"]
    assert warning.texts == said()["texts"]
    assert [str(warning.month_from), str(warning.month_to)] == ["2026-09-01", "2026-10-01"]
    assert (str(warning.review_on), warning.published_on) == (in_days(90), None)
    listed = joel.listed(draft)
    assert listed["approved_by"] == {"id": str(joel.person.id), "name": "Joel"}
    assert (listed["state"], listed["four_eyes"], listed["missing"]) == ("approved", True, [])


def test_only_whoever_has_an_identifier_finds_the_warning_by_it(joel, approved):
    (epoch,) = open_epochs()
    for identifier, found in ((PHONE, 1), (EMAIL, 1), (("tel", "07700 900124"), 0)):
        derived = joel.keyholder.derived(epoch, identifier)
        at = Entry.objects.filter(epoch=epoch.id, place=derived.place_bytes)
        labels = [label for entry in at for label in find(derived, bytes(entry.record))]
        assert [label.reference for label in labels] == [approved.bytes[:7]] * found


def test_no_identifier_is_anywhere_in_the_database(joel, approved):
    stored = str(everything())
    for kind, value in (PHONE, EMAIL):
        canonical = normalise(kind, value, region="GB").canonical
        for text in (value, canonical):
            assert text not in stored
            assert text.encode().hex() not in stored
            assert base64.b64encode(text.encode()).decode()[:12] not in stored


def test_who_composed_a_warning_cannot_approve_it(amara, joel, draft):
    before = everything()
    assert code(amara.approve(draft)) == (403, "four-eyes")
    assert everything() == before
    joel.rewrite(draft)
    assert code(joel.approve(draft)) == (403, "four-eyes")
    assert amara.approve(draft).status_code == 200
    assert Warning.objects.get().four_eyes is True


def test_without_consent_nothing_is_approved(joel, draft, report):
    members = joel.approval(draft)
    consent.record(report, Scope.WARN, given=False, wording=consent.WORDING)
    before = everything()
    assert code(joel.desk.post(f"warnings/{draft}/approve", members)) == (409, "no-consent")
    assert everything() == before
    conversation.delete_everything(report)
    assert joel.desk.post(f"warnings/{draft}/approve", members).status_code == 404


def test_only_the_draft_that_was_read_is_approved(amara, joel, draft):
    read = joel.approval(draft)
    amara.rewrite(draft, texts={"en": "Something else."})
    before = everything()
    assert code(joel.desk.post(f"warnings/{draft}/approve", read)) == (409, "draft-changed")
    assert everything() == before


def test_somebody_who_was_removed_meanwhile_approves_nothing(joel, draft, monkeypatch):
    # The gate let them in just before.
    members = joel.approval(draft)
    monkeypatch.setattr(approving, "approve", removing(joel))
    answer = joel.desk.post(f"warnings/{draft}/approve", members)
    assert code(answer) == (401, "log-in")
    assert Warning.objects.get().state == "draft"


def removing(somebody):
    approve = approving.approve

    def remove_and_approve(*asked):
        User.objects.filter(pk=somebody.person.id).update(removed_on=timezone.localdate())
        return approve(*asked)

    return remove_and_approve


WRONG = [
    ("draft", "AAAA"),
    ("kind", "theft"),
    ("kind", None),
    ("areas", []),
    ("areas", ["E09000030", "E09000030"]),
    ("areas", ["E12000007"]),
    ("areas", ["unsure"]),
    ("months", None),
    ("months", {"from": "2026-10", "to": "2026-09"}),
    ("months", {"from": "1999-12", "to": "2026-09"}),
    ("months", {"from": "2026-09", "to": in_days(40)[:7]}),
    ("review_on", in_days(0)),
    ("review_on", in_days(184)),
    ("review_on", "soon"),
    ("review_on", in_days(3).replace("-", "")),
    ("original", "ro"),
    ("texts", {}),
    ("texts", ["en"]),
    ("texts", {"en": "Yes.", "English": "No."}),
    ("texts", {"en": "Yes.", "en_GB": "No."}),
    # Browsers have no name for it, and would show no warning at all.
    ("texts", {"en": "Yes.", "en-a1b": "No."}),
    ("texts", {"en": "Yes.", **{f"e{letter}": "No." for letter in "abcdefghij"}}),
    ("entries", None),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_what_is_wrong_in_an_approval_is_named(joel, draft, field, value):
    before = everything()
    answer = joel.approve(draft, **{field: value})
    assert answer.status_code == 422, answer.content
    assert answer.json()["error"]["field"] in {field, "original"}
    assert everything() == before


@pytest.mark.parametrize(
    ("texts", "field"),
    [({"en": ""}, "en"), ({"en": "x" * 1001}, "en"), ({"en": 5}, "en"), ({"en": "\ud800"}, "en")],
)
def test_a_text_has_one_to_a_thousand_characters(joel, draft, texts, field):
    answer = joel.approve(draft, texts=texts)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert joel.approve(draft, texts={"en": "x" * 1000}).status_code == 200


@pytest.mark.parametrize(
    "months",
    [
        {"from": "2026-9", "to": "2026-10"},
        {"from": "2026-13", "to": "2026-10"},
        {"from": "2026-09-01", "to": "2026-10"},
        {"from": 202609, "to": "2026-10"},
    ],
)
def test_months_are_written_as_documented(joel, draft, months):
    answer = joel.approve(draft, months=months)
    assert (answer.status_code, answer.json()["error"]["field"] in {"months", "from"}) == (
        422,
        True,
    )


def test_the_last_day_for_the_next_look_is_half_a_year_on(joel, draft):
    assert joel.approve(draft, review_on=in_days(183)).status_code == 200


def test_a_warning_may_be_about_a_place_outside_london(joel, draft):
    assert joel.approve(draft, areas=["outside"]).status_code == 200


def refused_entries(warner, draft, entries):
    before = everything()
    answer = warner.approve(draft, entries=entries)
    assert everything() == before
    return code(answer)


def test_each_identifier_is_entered_once_in_every_open_epoch(joel, draft):
    joel.keyholder = KeyHolder.with_keys(2)
    present, coming = open_epochs()
    both = joel.entries(draft)
    assert len(both) == 4
    one = joel.entries(draft, epochs=[present])
    assert refused_entries(joel, draft, one) == (409, "epochs-changed")
    assert refused_entries(joel, draft, both[:3]) == (422, "wrong-entries")
    assert refused_entries(joel, draft, [*one, *one]) == (409, "epochs-changed")
    twice = [*one, *both[2:3] * 2]
    assert refused_entries(joel, draft, twice) == (422, "wrong-entries")
    assert joel.approve(draft, entries=both).status_code == 200
    assert Entry.objects.filter(epoch=coming.id).count() == 2


def test_no_identifier_and_no_record_is_entered_twice_at_once(joel, draft):
    first, second = joel.entries(draft)
    for same in ("place", "record"):
        twice = [first, {**second, same: first[same]}]
        assert refused_entries(joel, draft, twice) == (422, "wrong-entries")


def test_a_record_that_another_warning_has_is_refused_before_it_is_published(
    project, amara, joel, approved
):
    other = amara.compose(Writer.of(project).sent(consents=["warn"]))
    copied = [as_json.entry(each) for each in Entry.objects.all()]
    for each in copied:
        each["place"] = to_b64u(secrets.token_bytes(8))
    assert refused_entries(joel, other, copied) == (422, "wrong-entries")


def test_a_warning_names_one_to_twenty_identifiers(joel, draft):
    numbers = [("tel", f"07700 9001{tail:02}") for tail in range(21)]
    assert refused_entries(joel, draft, []) == (409, "epochs-changed")
    assert refused_entries(joel, draft, joel.entries(draft, numbers)) == (422, "wrong-entries")
    assert joel.approve(draft, entries=joel.entries(draft, numbers[:20])).status_code == 200


def test_entries_of_an_epoch_that_is_not_open_are_refused(joel, draft):
    old = joel.entries(draft)
    joel.keyholder = KeyHolder.with_keys()
    assert refused_entries(joel, draft, old) == (409, "epochs-changed")
    assert refused_entries(joel, draft, [*old, *joel.entries(draft)]) == (409, "epochs-changed")


def test_nothing_is_approved_while_the_key_holder_is_unknown(joel, draft):
    entries = joel.entries(draft)
    KeyHolderKey.objects.all().delete()
    assert joel.listing()["epochs"] == []
    assert refused_entries(joel, draft, entries) == (409, "epochs-changed")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("place", to_b64u(bytes(7))),
        ("place", to_b64u(bytes(9))),
        ("record", to_b64u(bytes(43))),
        ("record", to_b64u(bytes(45))),
        ("epoch", "00"),
        ("epoch", 5),
    ],
)
def test_an_entry_has_the_right_sizes(joel, draft, field, value):
    first, *others = joel.entries(draft)
    answer = joel.approve(draft, entries=[{**first, field: value}, *others])
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)


def test_the_desk_is_told_which_epochs_are_open(amara):
    (told,) = amara.listing()["epochs"]
    (epoch,) = open_epochs()
    assert told["id"] == epoch.id
    assert told["keyholder"]["public_key"] == to_b64u(epoch.keyholder)
    assert told["keyholder"]["id"] == amara.keyholder.evaluators[0].key_id
    assert told["platform"]["public_key"] == to_b64u(epoch.platform)


def test_a_colleague_can_look_over_the_records_of_a_warning(amara, joel, draft, report):
    assert code(amara.desk.get(f"warnings/{draft}")) == (409, "not-standing")
    entries = joel.entries(draft)
    assert joel.approve(draft, entries=entries).status_code == 200
    told = amara.desk.get(f"warnings/{draft}").json()["entries"]
    assert {tuple(each.items()) for each in told} == {tuple(each.items()) for each in entries}
    consent.record(report, Scope.WARN, given=False, wording=consent.WORDING)
    assert code(amara.desk.get(f"warnings/{draft}")) == (409, "no-consent")


def test_a_warning_can_be_written_from_each_of_two_reports(project, amara, joel, approved):
    other = Writer.of(project).sent(consents=["warn"])
    assert joel.approve(amara.compose(other)).status_code == 200
    assert Warning.objects.standing().count() == 2


def test_another_project_approves_nothing(bo, joel, draft):
    members = joel.approval(draft)
    assert bo.desk.post(f"warnings/{draft}/approve", members).status_code == 404


def test_a_colleague_can_see_what_the_approver_let_members_read(amara, joel, draft):
    """The server cannot read the draft, so an approver may send it something else."""
    assert joel.approve(draft, texts={"en": "Another text."}).status_code == 200
    said = amara.desk.get(f"warnings/{draft}").json()["said"]
    assert said == {
        "kind": "robbery",
        "areas": ["E09000012", "E09000030"],
        "months": {"from": "2026-09", "to": "2026-10"},
        "original": "en",
        "texts": {"en": "Another text."},
    }
