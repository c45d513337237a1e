"""Without JavaScript the server reads along for a moment, and then nothing is found anywhere.

The browser sends the forms by itself, and Chromium keeps on the disk what a form has sent, to open
its tabs again, unless a password is among it (`parts/not_kept.html`).
"""

import pytest
from traces.searching import Searcher, files_of


@pytest.mark.parametrize("place", ["dump", "printed", "data_files", "profile_in_the_end"])
def test_nothing_that_was_written_is_found(plain_journey, place):
    assert len(plain_journey.words.split()) == 7
    assert not getattr(plain_journey.places, place)


def test_what_was_written_went_over_the_line_so_the_search_finds_it_there(plain_journey):
    assert {"mark", "number", "words joined by '+'"} <= plain_journey.places.sent


def test_a_form_without_the_field_that_means_nothing_is_found_in_the_browsers_profile(kept_journey):
    names = set().union(*kept_journey.places.profile_in_the_end.values())
    assert {"mark", "number", "words joined by '+'"} <= names


def test_a_private_window_forgets_the_visit_which_another_lists(
    stage, plain_journey, private_journey
):
    address = Searcher({"address": stage.address.removeprefix("http://")})
    assert address.found_in_files(files_of(plain_journey.profile))
    assert not address.found_in_files(files_of(private_journey.profile))
    assert not private_journey.places.profile_in_the_end
