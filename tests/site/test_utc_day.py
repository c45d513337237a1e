"""What two sites must date alike is dated by one clock, and the code asks for it in one place."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import unsilenced
from unsilenced.process.utc_day import utc_day

SOURCE = Path(unsilenced.__file__).parent


def test_the_day_is_that_of_utc_wherever_the_moment_was_told():
    after_midnight = dt.datetime(2026, 7, 1, 0, 30, tzinfo=ZoneInfo("Europe/London"))
    assert utc_day(after_midnight) == dt.date(2026, 6, 30)


def test_no_other_module_turns_moments_into_days_of_utc():
    asking = {each.name for each in SOURCE.rglob("*.py") if "astimezone(" in each.read_text()}
    assert asking == {"utc_day.py"}
