"""What scripts put on a page: messages in its language, and text that is only ever text."""

import pytest

CATALOGUE = {
    "language": "pt-br",
    "plural": {"one": 0, "many": 1, "other": 1},
    "messages": {
        "Send": "Enviar",
        "Hello, {name}": "Olá, {name}",
        "{count} photo": ["{count} foto", "{count} fotos"],
    },
}
LINK = '<link rel="preload" as="fetch" id="messages" href="/m.json" crossorigin="anonymous">'


@pytest.fixture
def portuguese(made):
    made.answers["/m.json"] = lambda route: route.fulfill(json=CATALOGUE)
    page = made.open(language="pt-br", head=LINK)
    page.evaluate("loadMessages()")
    return page


def test_messages_are_in_the_language_of_the_page(portuguese):
    assert portuguese.evaluate("t('Send')") == "Enviar"
    assert portuguese.evaluate("t('Hello, {name}', { name: 'Amina {x}' })") == "Olá, Amina {x}"
    assert portuguese.evaluate("t('Not translated {yet}')") == "Not translated {yet}"


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 foto"), (1, "1 foto"), (2, "2 fotos"), (1_000_000, "1000000 fotos")]
)
def test_counts_take_the_form_of_the_language(portuguese, count, text):
    assert portuguese.evaluate(f"tn('{{count}} photo', '{{count}} photos', {count})") == text


def test_without_a_catalogue_the_page_speaks_english(made):
    page = made.open()
    page.evaluate("loadMessages()")
    assert page.evaluate("t('Hello, {name}', { name: 'you' })") == "Hello, you"
    counted = "[0, 1, 2].map((count) => tn('{count} photo', '{count} photos', count))"
    assert page.evaluate(counted) == ["0 photos", "1 photo", "2 photos"]


def test_a_catalogue_that_does_not_come_leaves_the_page_in_english(made):
    made.answers["/m.json"] = lambda route: route.abort()
    page = made.open(language="pt-br", head=LINK)
    page.evaluate("loadMessages()")
    assert page.evaluate("t('Send')") == "Send"


def test_a_catalogue_that_was_changed_is_not_read(made):
    made.answers["/m.json"] = lambda route: route.fulfill(json=CATALOGUE)
    wrong = LINK.replace("href", f'integrity="sha384-{"A" * 64}" href')
    page = made.open(language="pt-br", head=wrong)
    page.evaluate("loadMessages()")
    assert page.evaluate("t('Send')") == "Send"


def test_markup_in_a_text_stays_text(made):
    page = made.open()
    page.evaluate("""() => {
      const text = "<img src=x onerror=alert(1)>";
      document.body.append(h("p", { class: "quoted", "data-from": text }, text, 3, null, false));
    }""")
    assert page.inner_text(".quoted") == "<img src=x onerror=alert(1)>3"
    assert page.locator("img").count() == 0


def test_attributes_are_set_left_out_or_listened_to(made):
    page = made.open()
    page.evaluate("""() => {
      const onclick = () => { window.clicked = true; };
      const attributes = { type: "button", hidden: false, title: null, "aria-pressed": "true" };
      document.body.append(h("button", { ...attributes, disabled: undefined, onclick }, "Go"));
      document.body.append(h("input", { required: true, maxlength: 9 }));
    }""")
    page.click("button")
    assert page.evaluate("window.clicked")
    button = page.locator("button").evaluate("(each) => each.outerHTML")
    assert button == '<button type="button" aria-pressed="true">Go</button>'
    field = page.locator("input").evaluate("(each) => each.outerHTML")
    assert field == '<input required="" maxlength="9">'


@pytest.mark.parametrize("attribute", ["onclick", "style"])
def test_no_script_or_style_can_be_set_as_an_attribute(made, attribute):
    page = made.open()
    refused = """(name) => {
      try { document.body.append(h("p", { [name]: "color: red" })); } catch { return "refused"; }
      return document.querySelector("p").style.color;
    }"""
    assert page.evaluate(refused, attribute) in ("refused", "")
