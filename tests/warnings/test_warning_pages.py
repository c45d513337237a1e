"""The pages of the desk about warnings, and the public one that anybody can find."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

PAGES = ["/desk/warnings/", "/desk/review-requests/"]


@pytest.mark.parametrize("path", PAGES)
def test_a_caseworker_opens_the_pages_and_others_are_led_to_the_log_in(amara, path):
    assert amara.desk.client.get(path).status_code == 200
    answer = Client().get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/log-in/")


def test_a_warning_is_written_beside_a_report_of_ones_own_project(amara, bo, report):
    path = f"/desk/reports/{report.uid}/warning/"
    assert amara.desk.client.get(path).status_code == 200
    assert bo.desk.client.get(path).status_code == 404


def test_only_the_page_that_asks_the_key_holder_may_call_it(amara, settings, report):
    url = "https://keys.example.org"
    settings.CONFIGURATION = settings.CONFIGURATION.__class__(
        **{**vars(settings.CONFIGURATION), "keyholder_url": url}
    )

    def may_call(path):
        policy = amara.desk.client.get(path).headers["Content-Security-Policy"]
        return url in policy

    assert may_call("/desk/warnings/")
    assert not may_call("/desk/review-requests/")
    assert not may_call(f"/desk/reports/{report.uid}/warning/")
    assert not may_call("/review/")


def test_every_page_leads_to_the_form_in_neutral_words(project):
    page = Client().get("/").content.decode()
    assert 'href="/review/"' in page
    assert 'href="/pt-br/review/"' in Client().get("/pt-br/").content.decode()


def test_the_desk_leads_to_its_warnings(amara):
    assert 'href="/desk/warnings/"' in amara.desk.client.get("/desk/").content.decode()
