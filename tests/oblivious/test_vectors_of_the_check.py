"""Python satisfies every vector of the check; TypeScript reads the same files."""

import json
from dataclasses import fields
from datetime import date
from hashlib import sha256

import pytest
from oblivious import standard
from vectors import make_oblivious as make

from unsilenced.oblivious import merkle, tokens
from unsilenced.oblivious.client import blind, finalise
from unsilenced.oblivious.combined import Derived, bucket_of, combine
from unsilenced.oblivious.element import input_of
from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.evaluator import EVALUATION_INFO, Evaluation, Evaluator, epoch_id
from unsilenced.oblivious.normalise import Identifier, IdentifierKind
from unsilenced.oblivious.record import Label, find, open_label
from unsilenced.oblivious.release import Entry, Manifest
from unsilenced.oblivious.signing import Purpose, public_key_of, sign, verify
from unsilenced.oblivious.texts import canonical_warning, texts_hash, texts_of
from unsilenced.sealing.b64u import from_b64u, to_b64u


def read(name):
    return json.loads((make.HERE / f"{name}.json").read_text(encoding="ascii"))


def refused(row):
    return pytest.raises(CheckError, check=lambda error: error.code == row["error"])


def named(vectors):
    return [pytest.param(row, id=row.get("name")) for row in vectors]


INPUTS, KEYS, COMBINED, RECORDS = map(read, ("inputs", "keys", "combined", "records"))
EVALUATION, TOKENS, MERKLE = map(read, ("evaluation", "tokens", "merkle"))
MANIFESTS, ENTRIES, TEXTS, RFC = map(read, ("manifests", "entries", "texts", "rfc9497"))
_, VOPRF = RFC["modes"]


def derived_of(row):
    place = int.from_bytes(from_b64u(row.get("place", "")))
    return Derived(place, from_b64u(row["locator"]), from_b64u(row["label_key"]))


@pytest.mark.parametrize("name", sorted(make.FILES.keys() - {"evaluation"}))
def test_what_holds_nothing_random_is_made_again_to_the_letter(name):
    assert make.text_of(make.FILES[name]()) == (make.HERE / f"{name}.json").read_text("ascii")


def test_the_standards_vectors_are_as_they_were_taken_from_it():
    modes = json.dumps(RFC["modes"], sort_keys=True, separators=(",", ":"))
    assert sha256(modes.encode()).hexdigest() == RFC["sha256"]


def hexed(texts):
    return [bytes.fromhex(text) for text in texts]


def standard_evaluator():
    return Evaluator.from_seed(bytes.fromhex(VOPRF["seed"]), bytes.fromhex(VOPRF["key_info"]))


def test_the_standards_key_is_derived():
    assert standard_evaluator().public_key.hex() == VOPRF["public_key"]


@pytest.mark.parametrize("row", VOPRF["vectors"])
def test_the_standards_elements_are_evaluated_as_it_says(row):
    made = standard_evaluator().evaluate([bytes.fromhex(one) for one in row["blinded"]])
    assert [element.hex() for element in made.evaluated] == row["evaluated"]


@pytest.mark.parametrize("row", VOPRF["vectors"])
def test_the_standards_outputs_are_what_its_inputs_come_to(row):
    evaluator = standard_evaluator()
    outputs = [evaluator.output(bytes.fromhex(data)).hex() for data in row["inputs"]]
    assert outputs == row["outputs"]


@pytest.mark.parametrize("row", VOPRF["vectors"])
def test_the_standards_proofs_hold_by_the_standards_steps(row):
    blinded, evaluated = (hexed(row[name]) for name in ("blinded", "evaluated"))
    public_key, proof = hexed([VOPRF["public_key"], row["proof"]])
    assert standard.proof_holds(public_key, blinded, evaluated, proof)
    assert not standard.proof_holds(public_key, evaluated, blinded, proof)


@pytest.mark.parametrize("mode", RFC["modes"], ids=lambda mode: mode["mode"])
def test_the_standards_steps_give_its_elements_and_outputs(mode):
    (secret_key,) = hexed([mode["secret_key"]])
    for row in mode["vectors"]:
        names = ("inputs", "blinds", "blinded", "evaluated", "outputs")
        for data, under, asked, answered, output in zip(
            *(hexed(row[one]) for one in names), strict=True
        ):
            assert standard.evaluated_with(secret_key, asked) == answered
            assert standard.finalised(data, under, answered) == output


@pytest.mark.parametrize("size", [1, 2, 5])
def test_our_proofs_hold_by_the_standards_steps(size):
    evaluator = standard_evaluator()
    blinded = [blind(b"%d" % number).element for number in range(size)]
    made = evaluator.evaluate(blinded)
    assert standard.proof_holds(evaluator.public_key, blinded, made.evaluated, made.proof)


@pytest.mark.parametrize("row", EVALUATION["evaluations"])
def test_the_proofs_for_both_languages_hold_by_the_standards_steps(row):
    public_key, another, proof = (
        from_b64u(text)
        for text in (EVALUATION["public_key"], EVALUATION["another_public_key"], row["proof"])
    )
    blinded, evaluated = (
        [from_b64u(one) for one in row[name]] for name in ("blinded", "evaluated")
    )
    assert standard.proof_holds(public_key, blinded, evaluated, proof)
    assert not standard.proof_holds(another, blinded, evaluated, proof)


@pytest.mark.parametrize("row", VOPRF["vectors"])
def test_the_standards_proof_does_not_pass_for_other_elements(row):
    # The wheel draws its own blinds, so these are not the standard's elements.
    evaluator = standard_evaluator()
    blinded = [blind(bytes.fromhex(data)) for data in row["inputs"]]
    theirs = tuple(bytes.fromhex(element) for element in row["evaluated"])
    with pytest.raises(CheckError) as told:
        finalise(blinded, Evaluation(theirs, bytes.fromhex(row["proof"])), evaluator.public_key)
    assert told.value.code == "wrong-proof"


@pytest.mark.parametrize("row", INPUTS["inputs"])
def test_an_identifier_becomes_its_input(row):
    identifier = Identifier(IdentifierKind(row["kind"]), row["canonical"])
    assert input_of(identifier) == from_b64u(row["input"])


@pytest.mark.parametrize("row", INPUTS["bad"])
def test_a_value_without_a_fitting_length_has_no_input(row):
    with refused(row):
        input_of(Identifier(IdentifierKind(row["kind"]), row["canonical"]))


@pytest.mark.parametrize("row", named(KEYS["keys"]))
def test_an_evaluation_key_is_derived_and_named(row):
    evaluator = Evaluator.from_seed(from_b64u(row["seed"]), EVALUATION_INFO)
    assert evaluator.public_key == from_b64u(row["public_key"])
    assert evaluator.key_id == row["id"]


def test_an_epoch_is_named_by_both_keys_in_their_order():
    platform, keyholder = (from_b64u(row["public_key"]) for row in KEYS["keys"])
    assert epoch_id(platform, keyholder) == KEYS["epoch"]
    assert epoch_id(keyholder, platform) == KEYS["the_other_way_round"]


@pytest.mark.parametrize("row", COMBINED["combined"])
def test_two_outputs_combine(row):
    derived = combine(from_b64u(row["platform_output"]), from_b64u(row["keyholder_output"]))
    assert derived == derived_of(row)
    assert to_b64u(derived.place_bytes) == row["place"]


@pytest.mark.parametrize("row", COMBINED["buckets"])
def test_a_place_has_its_bucket(row):
    assert bucket_of(int.from_bytes(from_b64u(row["place"])), row["count"]) == row["bucket"]


@pytest.mark.parametrize("row", RECORDS["records"])
def test_a_record_opens_for_its_identifier(row):
    label = Label(row["kind"], bytes.fromhex(row["reference"]))
    assert open_label(derived_of(row), from_b64u(row["record"])) == label


@pytest.mark.parametrize("row", RECORDS["find"]["found"])
def test_a_bucket_gives_all_labels_of_an_identifier_and_no_others(row):
    labels = [Label(one["kind"], bytes.fromhex(one["reference"])) for one in row["labels"]]
    assert find(derived_of(row), from_b64u(RECORDS["find"]["bucket"])) == tuple(labels)


@pytest.mark.parametrize("row", named(RECORDS["not_ours"]))
def test_a_record_that_is_not_ours_does_not_open(row):
    assert open_label(derived_of(RECORDS["records"][0]), from_b64u(row["record"])) is None


def test_a_cut_bucket_is_refused():
    (row,) = RECORDS["bad"]
    with refused(row):
        find(derived_of(RECORDS["records"][0]), from_b64u(row["bucket"]))


@pytest.mark.parametrize("row", named(EVALUATION["bad_elements"]))
@pytest.mark.parametrize("place", [0, 1])
def test_what_is_no_element_is_not_evaluated(row, place):
    elements = [blind(b"a").element]
    elements.insert(place, from_b64u(row["element"]))
    with refused(row):
        make.PLATFORM.evaluate(elements)


@pytest.mark.parametrize("row", EVALUATION["evaluations"])
def test_elements_are_evaluated_again_as_they_were(row):
    evaluated = make.PLATFORM.evaluate([from_b64u(one) for one in row["blinded"]]).evaluated
    assert [to_b64u(element) for element in evaluated] == row["evaluated"]


@pytest.mark.parametrize("row", TOKENS["days"])
def test_a_day_has_its_token_key(row):
    evaluator = tokens.day_evaluator(from_b64u(TOKENS["seed"]), date.fromisoformat(row["day"]))
    assert evaluator.public_key == from_b64u(row["public_key"])
    assert evaluator.key_id == row["id"]


@pytest.mark.parametrize("row", TOKENS["spends"])
def test_a_token_is_spent_on_one_element_at_one_evaluator(row):
    token = TOKENS["token"]
    key = tokens.day_evaluator(from_b64u(TOKENS["seed"]), date.fromisoformat(token["day"]))
    spent = (row["evaluator"], row["key"], from_b64u(row["element"]))
    assert key.output(from_b64u(token["nonce"])) == from_b64u(token["output"])
    assert tokens.spend_mac(from_b64u(token["output"]), *spent) == from_b64u(row["mac"])
    assert tokens.is_genuine(key, from_b64u(token["nonce"]), from_b64u(row["mac"]), *spent)


@pytest.mark.parametrize("tree", MERKLE["trees"], ids=lambda tree: str(len(tree["leaves"])))
def test_a_tree_has_its_root_and_paths(tree):
    leaves = [merkle.leaf_of(from_b64u(bucket)) for bucket in tree["buckets"]]
    assert [to_b64u(leaf) for leaf in leaves] == tree["leaves"]
    assert to_b64u(merkle.root(leaves)) == tree["root"]
    for index, path in enumerate(tree["paths"]):
        assert [to_b64u(step) for step in merkle.path(leaves, index)] == path


@pytest.mark.parametrize(
    ("vectors", "of", "key"),
    [(MANIFESTS, Manifest, "release_key"), (ENTRIES, Entry, "log_key")],
    ids=["manifests", "entries"],
)
def test_what_is_signed_is_read_and_written_the_same(vectors, of, key):
    seed, public_key = from_b64u(vectors[key]["seed"]), from_b64u(vectors[key]["public_key"])
    assert public_key_of(seed) == public_key
    for row in vectors["manifests" if of is Manifest else "entries"]:
        data, purpose = from_b64u(row["bytes"]), Purpose(vectors["purpose"])
        read_back = of.from_bytes(data)
        assert read_back.to_bytes() == data
        assert json.loads(data) == row["members"]
        assert to_b64u(read_back.hash()) == row["hash"]
        assert to_b64u(sign(seed, purpose, data)) == row["signature"]
        verify(public_key, purpose, data, from_b64u(row["signature"]))


def test_a_manifest_keeps_what_it_was_made_of():
    read_back = Manifest.from_bytes(make.MANIFEST.to_bytes())
    for field in fields(Manifest):
        assert getattr(read_back, field.name) == getattr(make.MANIFEST, field.name)


def test_a_signature_for_the_log_is_none_for_a_release():
    signature = from_b64u(MANIFESTS["signed_for_the_log"])
    public_key = from_b64u(MANIFESTS["release_key"]["public_key"])
    verify(public_key, Purpose.LOG, make.MANIFEST.to_bytes(), signature)
    with pytest.raises(CheckError) as told:
        verify(public_key, Purpose.RELEASE, make.MANIFEST.to_bytes(), signature)
    assert told.value.code == "wrong-signature"


@pytest.mark.parametrize("row", named(MANIFESTS["bad"]))
def test_a_manifest_has_one_spelling(row):
    with refused(row):
        Manifest.from_bytes(from_b64u(row["bytes"]))


@pytest.mark.parametrize("row", named(ENTRIES["bad"]))
def test_an_entry_has_one_spelling(row):
    with refused(row):
        Entry.from_bytes(from_b64u(row["bytes"]))


def test_warnings_have_one_spelling_and_their_texts_one_hash():
    canonical = {}
    for row in TEXTS["warnings"]:
        canonical[row["members"]["reference"]] = canonical_warning(row["members"])
        assert to_b64u(canonical_warning(row["members"])) == row["canonical"]
    assert to_b64u(texts_of(canonical)) == TEXTS["texts"]
    assert to_b64u(texts_hash(texts_of(canonical))) == TEXTS["hash"]
    assert to_b64u(texts_hash(texts_of({}))) == TEXTS["no_warnings"]["hash"]


def test_half_of_a_surrogate_pair_is_no_text():
    with pytest.raises(CheckError) as told:
        canonical_warning({"texts": {"en": "a \ud83d"}})
    assert told.value.code == "wrong-texts"
