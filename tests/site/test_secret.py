"""The key that signs sessions is made once, even if several processes start together."""

import stat
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from unsilenced.site.secret import secret_key

AT_ONCE = 32


def test_of_many_that_start_together_all_get_one_key(tmp_path):
    together = Barrier(AT_ONCE)

    def start(_):
        together.wait()
        return secret_key("", tmp_path / "data")

    with ThreadPoolExecutor(AT_ONCE) as starting:
        keys = set(starting.map(start, range(AT_ONCE)))
    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["secret-key"]


def test_the_key_is_kept_for_the_next_start_and_for_its_owner_alone(tmp_path):
    key = secret_key("", tmp_path)
    assert secret_key("", tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_key_that_is_given_is_used_and_nothing_is_written(tmp_path):
    assert secret_key("given", tmp_path / "data") == "given"
    assert not (tmp_path / "data").exists()
