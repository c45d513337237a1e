"""The shipped units load without warnings, are isolated, and leave each other alone."""

import shutil
import subprocess

import pytest
from deploy.guide import faults
from deploy.shipped import HOMES, SERVICES, SOCKETS, TIMERS, machine, options

from unsilenced.keyholder.configuration import configuration as keyholder_configuration
from unsilenced.process.postgres.embedded import socket_folder
from unsilenced.site.configuration import configuration

ANALYZE = shutil.which("systemd-analyze")
MOST_EXPOSED = 39
"""Tenths, as `systemd-analyze security` counts them: under 4."""

ABOUT_NETWORKS = {"PrivateNetwork", "RestrictAddressFamilies"}

needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")
each_service = pytest.mark.parametrize("service", SERVICES, ids=lambda file: file.name)


def analyze(*arguments):
    return subprocess.run([ANALYZE, *arguments], capture_output=True, text=True, check=False)


def named(name):
    (found,) = [unit for unit in (*SERVICES, *SOCKETS, *TIMERS) if unit.name == name]
    return options(found)


def account(service):
    return options(service)["User"][0]


def sandbox(service):
    """Every line below the one with the writable folders, except lines about networks."""
    lines = service.read_text(encoding="utf-8").partition("ReadWritePaths=")[2].splitlines()[1:]
    lines = "\n".join(lines).partition("[Install]")[0].splitlines()
    words = [line for line in lines if line and not line.startswith("#")]
    return {line for line in words if line.partition("=")[0] not in ABOUT_NETWORKS}


def test_there_are_a_site_a_key_holder_and_what_each_needs():
    parts = ("", "-backup", "-doctor", "-postgresql")
    expected = {f"{each}{part}.service" for each in ("site", "keyholder") for part in parts}
    assert {service.name for service in SERVICES} == expected
    assert {timer.name for timer in TIMERS} == {
        f"{each}-{part}.timer" for each in ("site", "keyholder") for part in ("backup", "doctor")
    }


@needs_systemd
def test_systemd_has_nothing_to_say_about_them(tmp_path):
    units = machine(tmp_path)
    said = analyze("verify", f"--root={tmp_path}", *[each.name for each in units.iterdir()])
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


@needs_systemd
def test_systemd_says_what_is_wrong_with_one(tmp_path):
    units = machine(tmp_path)
    broken = units / "site.service"
    broken.write_text(broken.read_text().replace("KillMode=", "KilMode="))
    said = analyze("verify", f"--root={tmp_path}", broken.name)
    assert "KilMode" in said.stderr


@needs_systemd
@each_service
def test_a_service_is_shut_in(service):
    said = analyze("security", "--offline=yes", f"--threshold={MOST_EXPOSED}", str(service))
    assert said.returncode == 0, said.stdout


@each_service
def test_each_is_shut_in_as_the_others_are(service):
    assert sandbox(service) == sandbox(SERVICES[0])


@each_service
def test_what_is_in_memory_stays_off_the_disk(service):
    found = options(service)
    assert (found["LimitCORE"], found["MemorySwapMax"]) == (["0"], ["0"])


@each_service
def test_the_backups_are_written_by_the_backup_alone(service):
    home = HOMES[account(service)]
    expected = {f"{home}/data"}
    if service.stem.endswith("-backup"):
        expected.add(f"{home}/backups")
    assert set(" ".join(options(service)["ReadWritePaths"]).split()) == expected


@each_service
def test_what_it_runs_is_its_own_account_s_present_release(service):
    found = options(service)
    program = f"{HOMES[account(service)]}/current/.venv/bin/unsilenced"
    for line in (*found["ExecStartPre"], *found["ExecStart"]):
        assert line.startswith(f"{program} ")


@each_service
def test_what_it_runs_is_a_command_of_the_program_with_its_options(service):
    found = options(service)
    for line in (*found["ExecStartPre"], *found["ExecStart"]):
        assert faults(line.split()[1:], is_whole=True) == []


@pytest.mark.parametrize("name", ["site", "keyholder"])
def test_a_new_start_of_a_site_leaves_its_postgresql_alone(name):
    """The site names no PostgreSQL, so it also works where DATABASE_URL names one elsewhere. The
    unit of the embedded one says for itself, once it is enabled, that the site wants it."""
    site, postgres = named(f"{name}.service"), named(f"{name}-postgresql.service")
    assert f"{name}.service" in postgres["WantedBy"][0].split()
    assert f"{name}.service" in postgres["Before"][0].split()
    for word in ("Requires", "BindsTo", "PartOf", "Requisite"):
        assert not site[word]
        assert not postgres[word]


@pytest.mark.parametrize("name", ["site", "keyholder"])
def test_neither_a_migration_nor_what_follows_a_crash_is_ended_half_way(name):
    for each in (f"{name}.service", f"{name}-postgresql.service"):
        assert named(each)["TimeoutStartSec"] == ["infinity"]
        # Only the exit code of the main process counts; systemd ignores the others.
        assert named(each)["ExecStartPre"] == []
        assert never_gives_up(named(each))


def never_gives_up(found):
    """Whether restarts are so rare that they never reach the limit of starts."""
    (within,), (pause,) = found["StartLimitIntervalSec"], found["RestartSec"]
    return int(within) == 0 or int(within) < int(pause) * (int(found["StartLimitBurst"][0]) - 1) + 1


@pytest.mark.parametrize("name", ["site", "keyholder"])
def test_a_visitor_does_not_have_a_setting_that_cannot_be_used_tried_for_ever(name):
    """A connection to the socket starts a failed service at once, without a pause."""
    found = named(f"{name}.service")
    (within,), (most,) = found["StartLimitIntervalSec"], found["StartLimitBurst"]
    a_refusal = 4  # seconds that it takes, on a slow machine
    assert int(most) * a_refusal < int(within)


@pytest.mark.parametrize(
    ("name", "default"),
    [("site", configuration({})), ("keyholder", keyholder_configuration({}))],
    ids=["site", "keyholder"],
)
def test_a_service_has_its_socket_held_and_says_when_it_is_ready(name, default):
    found, held = named(f"{name}.service"), named(f"{name}.socket")
    assert (found["Sockets"], found["Type"]) == ([f"{name}.socket"], ["notify"])
    here = default.listens_on
    assert held["ListenStream"] == [f"{here.host}:{here.port}"]


@pytest.mark.parametrize("name", ["site", "keyholder"])
def test_what_ends_is_begun_again_but_for_a_setting_that_cannot_be_used(name):
    for each in (f"{name}.service", f"{name}-postgresql.service"):
        assert named(each)["Restart"] == ["always"]
        assert named(each)["RestartPreventExitStatus"] == ["2"]


@pytest.mark.parametrize("home", HOMES.values(), ids=str)
def test_every_unit_finds_the_socket_though_each_has_a_tmp_of_its_own(home):
    folder = home / "data/postgres"
    assert socket_folder(folder) == folder


@pytest.mark.parametrize("timer", TIMERS, ids=lambda file: file.name)
def test_a_timer_starts_a_service_that_ends(timer):
    assert options(timer.with_suffix(".service"))["Type"] == ["oneshot"]


@needs_systemd
@pytest.mark.parametrize("timer", TIMERS, ids=lambda file: file.name)
def test_a_timer_names_a_time_that_systemd_reads(timer):
    (when,) = options(timer)["OnCalendar"]
    assert analyze("calendar", when).returncode == 0


def test_the_backup_is_made_after_the_night_s_work():
    (when,) = named("site-backup.timer")["OnCalendar"]
    _day, hour, zone = when.split()
    assert hour > "05:00:00"
    assert zone == "Europe/London"
