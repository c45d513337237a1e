import pytest
from looks.check import Look, faults, hidden_focus, opened
from looks.pages import LOOKS
from looks.specimen import show_specimen

every_page = pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)


@every_page
def test_a_page_fits_every_width_in_both_schemes_and_directions_and_axe_finds_nothing(scene, look):
    assert faults(opened(scene, look), look.name) == []


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_the_bar_at_the_top_never_hides_what_has_the_focus(scene, key):
    shown = opened(scene, Look("specimen", "/specimen/", before=show_specimen))
    # 1280 by 1024 pixels at a zoom of 400 per cent.
    shown.size(320, 256)
    assert hidden_focus(shown, key) == []


def test_the_quick_exit_stays_on_the_screen_when_a_long_page_is_scrolled(scene):
    shown = opened(scene, Look("about", "/about/"))
    shown.size(320, 480)
    shown.page.mouse.wheel(0, 5000)
    shown.page.wait_for_function("scrollY > 1000")
    box = shown.page.locator("#leave").bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 480
    assert box["x"] + box["width"] <= 320
