"""Which of the collected tests run, and in which order.

With an older PostgreSQL (`--older-postgres`) we run only the tests whose outcome its version can
change. They have the mark `postgres_version` and use the chosen PostgreSQL. Any other test starts
the embedded one, both versions, or none, so it would only repeat the first run.
"""

CHOSEN = "chosen_postgres"
MARK = "postgres_version"

SLOW = (
    # These three look at the same journeys, which a worker makes once.
    "test_traces_of_a_journey",
    "test_canary",
    "test_traces_without_scripts",
    "test_roles_made",
    "test_pages_look_right",
    "test_every_route",
    "test_killed_site",
    "test_killed_calls",
    "test_no_traceback",
    "test_a_week",
    "test_hostile_strangers",
    "test_moving",
    "test_guide",
    "test_postgres_service",
    "test_proxies",
    "test_release",
    "test_installed_alone",
    "test_engines",
    "test_report_command",
    "test_bootstrap",
    "test_crash_at_every_statement",
    "test_changed_beside",
    "test_socket_held",
    "test_site_alone",
    "test_at_once",
)
"""The slowest modules, the slowest first: the tests that start last must be short."""


def has_no_mark(path):
    """Whether a test file has no such mark: a text search is faster than importing the file."""
    return path.suffix == ".py" and MARK not in path.read_text(encoding="utf-8")


def keep_what_the_version_changes(config, items):
    """Deselect every other test."""
    kept = [each for each in items if each.get_closest_marker(MARK) and _is_given_it(each)]
    config.hook.pytest_deselected(items=[each for each in items if each not in kept])
    items[:] = kept


def _is_given_it(item):
    # pytest-django gives a test with this mark its database at the last moment.
    return CHOSEN in item.fixturenames or item.get_closest_marker("django_db") is not None


def slow_first(items):
    """Put the slow modules' tests before the others, each module's together."""
    places = {name: place for place, name in enumerate(SLOW)}
    items.sort(key=lambda item: places.get(item.path.stem, len(SLOW)))
