"""The demo's warnings and its member: what it prints finds them."""

import os
from collections import Counter
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client, override_settings
from test_demonstration import post

from unsilenced.demo import demonstration
from unsilenced.evaluator.keyring import keyring
from unsilenced.oblivious.combined import combine
from unsilenced.oblivious.element import input_of
from unsilenced.oblivious.normalise import normalise
from unsilenced.oblivious.record import find
from unsilenced.sealing import passphrase
from unsilenced.sealing.b64u import from_b64u, to_b64u
from unsilenced.site.configuration import configuration
from unsilenced.warnings.models import Bucket, Warning


@pytest.fixture(scope="module")
def warned(made_once, modules_keyholder):
    """The demo beside a key holder of its own, with what it published."""
    keyholder = modules_keyholder
    set_up = keyholder.named_by(configuration({"DATA_DIR": os.environ["DATA_DIR"]}))
    with override_settings(CONFIGURATION=keyholder.named_by(settings.CONFIGURATION)):
        demonstration.prepare(set_up)
        demonstration.publish(set_up)
    yield keyholder
    (set_up.data_dir / "demonstration.json").unlink()


def records_that_name(number, keyholder):
    """The labels of the printed telephone number in the demo's release."""
    data = input_of(normalise("tel", number, region="GB"))
    derived = combine(keyring().current.output(data), keyholder.keys.current.output(data))
    return find(derived, bytes(Bucket.objects.get().records))


def test_the_printed_number_is_in_a_warning_and_the_other_in_none(warned):
    (label,) = records_that_name(demonstration.IN_A_WARNING, warned)
    assert label.reference.hex() == Warning.objects.get(kind="robbery").reference
    assert records_that_name(demonstration.IN_NONE, warned) == ()


def test_one_warning_waits_for_a_colleague_and_all_are_marked_as_invented(warned):
    states = Counter(Warning.objects.values_list("state", flat=True))
    assert states == {"live": 2, "draft": 1}
    texts = [text for each in Warning.objects.filter(state="live") for text in each.texts.values()]
    assert all(text.startswith("(Inven") for text in texts)


def test_the_printed_member_logs_in(warned):
    client = Client(SERVER_NAME="localhost")
    name = {"pseudonym": demonstration.MEMBER}
    salt = from_b64u(post(client, "/members/api/log-in/salt", name)["salt"])
    derived = passphrase.derive(demonstration.MEMBERS_PASSPHRASE, salt)
    post(client, "/members/api/log-in", {**name, "secret": to_b64u(derived.log_in_secret)})
    account = client.get("/members/api/account").json()["member"]
    wrapped = from_b64u(account["wrapped_private_key"])
    assert passphrase.unwrap_private_key(
        wrapped, wrapping_key=derived.wrapping_key, user=UUID(account["id"])
    )
