"""The short command runs what the service would, and systemd logs no word of it."""

import os
import subprocess

import pytest
from deploy.shipped import DEPLOY

COMMAND = DEPLOY / "bin" / "unsilenced"
SAYS_WHAT_IT_IS_GIVEN = '#!/bin/sh\nprintf "%s\\0" "$@"\n'


@pytest.fixture
def short(tmp_path):
    """Run the command where `systemd-run` prints its arguments, as `user` (0 is root)."""

    def run(*arguments, user=0, **environment):
        for name, text in {
            "systemd-run": SAYS_WHAT_IT_IS_GIVEN,
            "id": f"#!/bin/sh\necho {user}\n",
        }.items():
            program = tmp_path / name
            program.write_text(text)
            program.chmod(0o755)
        known = {name: each for name, each in os.environ.items() if name != "SUDO_COMMAND"}
        known["PATH"] = f"{tmp_path}:{known['PATH']}"
        return subprocess.run(
            [COMMAND, *arguments],
            env={**known, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def options_and_command(said):
    words = said.stdout.split("\0")[:-1]
    at = next(place for place, word in enumerate(words) if not word.startswith("--"))
    return words[:at], words[at:]


def test_every_word_reaches_the_program_as_it_is(short):
    words = [
        "organisation",
        "add",
        'Lantern  Project\'s "own"',
        "--kind",
        "project",
        "--slug",
        "lantern",
        "",
    ]
    options, command = options_and_command(short(*words))
    assert command == ["/srv/site/current/.venv/bin/unsilenced", *words]
    assert "--uid=site" in options
    assert "--property=EnvironmentFile=/etc/site.env" in options


def test_no_setting_is_filled_in_for_a_dollar_sign(short):
    _, command = options_and_command(short("organisation", "add", "$$ 4 ${SECRET_KEY}"))
    assert command[-1] == "$$$$ 4 $${SECRET_KEY}"


def test_the_key_holder_s_commands_run_as_the_key_holder(short):
    options, command = options_and_command(short("keyholder", "keys"))
    assert command == ["/srv/keys/current/.venv/bin/unsilenced", "keyholder", "keys"]
    assert "--uid=keys" in options
    assert "--property=EnvironmentFile=/etc/keys.env" in options


def test_systemd_is_given_a_name_with_none_of_the_words_in_it(short):
    options, _ = options_and_command(short("invite", "lantern"))
    (name,) = [each for each in options if each.startswith("--description")]
    assert name == "--description=Command of the site"
    assert not [each for each in options if "lantern" in each or "invite" in each]


def test_nothing_of_it_stays_when_it_has_ended_or_failed(short):
    options, _ = options_and_command(short("invite", "lantern"))
    assert {"--collect", "--wait", "--quiet"} <= set(options)
    assert {"--property=LimitCORE=0", "--property=MemorySwapMax=0"} <= set(options)


def test_it_has_the_terminal_there_is_or_is_part_of_a_pipe(short):
    # systemd-run takes whichever of the two fits.
    options, _ = options_and_command(short("check", "normalise", "tel"))
    assert {"--pty", "--pipe"} <= set(options)


def test_who_is_not_root_is_told_how_to_become_it_and_nothing_runs(short):
    said = short("invite", "lantern", user=1000)
    assert (said.returncode, said.stdout) == (2, "")
    assert "sudo -i" in said.stderr


def test_who_came_by_sudo_is_told_that_sudo_logs(short):
    said = short("invite", "lantern", SUDO_COMMAND="/usr/local/bin/unsilenced invite lantern")
    assert "sudo -i" in said.stderr
    assert short("invite", "lantern", SUDO_COMMAND="/bin/bash").stderr == ""
