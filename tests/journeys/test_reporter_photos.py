"""Photos: nothing hidden in them survives, and a broken connection does not lose them."""

import base64
import io
import json

import pytest
from journeys.reporter import come_back, expect_kept, go_on, press, save_and_send, see, start
from PIL import Image
from playwright.sync_api import expect
from stored_records import key_of, project_wrap_of
from two_recipients import content_key_for_project, open_body

from unsilenced.records.models import Record
from unsilenced.reports.models import Attachment, Chunk
from unsilenced.sealing.chunks import open_chunks
from unsilenced.sealing.context import RecordKind

GPS = 0x8825
ORIENTATION = 0x0112
MAKE = 0x010F


def photo(size=(600, 400), kind="JPEG", *, turned=False):
    """A photo as a phone takes it: with its place, its camera, perhaps lying on its side."""
    picture = Image.effect_noise(size, 80).convert("RGB")
    picture.paste((200, 30, 30), (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    exif[MAKE] = "Canary Camera"
    if turned:
        exif[ORIENTATION] = 6
    exif.get_ifd(GPS).update({1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0)})
    file = io.BytesIO()
    picture.save(file, kind, exif=exif)
    return file.getvalue()


def file(name, data, kind="image/jpeg"):
    return {"name": name, "mimeType": kind, "buffer": data}


def to_photos(page):
    start(page)
    page.get_by_label("What happened?").fill("See the photo.")
    for _ in range(6):
        go_on(page)
    see(page, "Do you have photos to add?")


def choose(page, *files):
    page.locator("#photos").set_input_files(list(files))


def send(page):
    """Send what was chosen; return the words."""
    go_on(page)
    see(page, "Check your answers")
    go_on(page)
    words = save_and_send(page)
    see(page, "Your report is sent")
    return words


def opened(project, attachment):
    """The file that the project gets."""
    record = attachment.record
    place = {"kind": RecordKind.ATTACHMENT, "report": record.subject, "record": record.uid}
    key = content_key_for_project(
        project_wrap_of(record), key=key_of(record), private_key=project.private_key, **place
    )
    inside = open_body(bytes(record.body), content_key=key, **place)
    said = json.loads(inside)
    chunks = [bytes(chunk.sealed) for chunk in attachment.chunks.order_by("index")]
    pieces = open_chunks(
        chunks,
        size=said["size"],
        content_key=key,
        report=record.subject,
        record=record.uid,
    )
    return said, b"".join(pieces)


@pytest.mark.parametrize(
    ("kind", "mime"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_the_place_and_camera_of_a_photo_are_gone(page, project, kind, mime):
    taken = photo(kind=kind)
    assert b"Canary" in taken
    to_photos(page)
    choose(page, file("canary-name.jpg", taken, mime))
    expect(page.get_by_alt_text("Photo 1")).to_be_visible()
    send(page)
    expect(page.get_by_text("1 photo is sent.")).to_be_visible()
    said, data = opened(project, Attachment.objects.get())
    assert said["name"] == "Photo 1"
    assert said["type"] == "image/jpeg"
    received = Image.open(io.BytesIO(data))
    assert received.format == "JPEG"
    assert received.size == (600, 400)
    assert not received.getexif()
    assert b"Canary" not in data
    assert b"Exif" not in data


def choose_untyped(page, data, kind):
    """Choose a file whose name tells nothing, with the type that the phone gives it."""
    script = "(input, [data, type]) => { const chosen = new DataTransfer();"
    script += " const bytes = Uint8Array.from(atob(data), (each) => each.charCodeAt(0));"
    script += " chosen.items.add(new File([bytes], 'photo', { type })); input.files = chosen.files;"
    script += " input.dispatchEvent(new Event('change', { bubbles: true })); }"
    page.locator("#photos").evaluate(script, [base64.b64encode(data).decode(), kind])


@pytest.mark.parametrize("kind", ["", "application/octet-stream"])
def test_a_photo_whose_type_the_phone_does_not_tell_is_taken(page, project, kind):
    to_photos(page)
    choose_untyped(page, b"no photo", kind)
    expect(page.locator("#photos-error")).to_contain_text("cannot be read as a photo")
    choose_untyped(page, photo(), kind)
    expect(page.get_by_alt_text("Photo 1")).to_be_visible()


def test_a_photo_taken_sideways_stands_upright(page, project):
    to_photos(page)
    choose(page, file("one.jpg", photo(turned=True)))
    expect(page.get_by_alt_text("Photo 1")).to_be_visible()
    send(page)
    expect(page.get_by_text("1 photo is sent.")).to_be_visible()
    _said, data = opened(project, Attachment.objects.get())
    received = Image.open(io.BytesIO(data))
    assert received.size == (400, 600)
    red, green, _blue = received.getpixel((300, 100))
    assert red > 150 > green


def test_a_large_photo_is_made_smaller(page, project):
    to_photos(page)
    choose(page, file("one.jpg", photo((4000, 1000))))
    expect(page.get_by_alt_text("Photo 1")).to_be_visible()
    send(page)
    expect(page.get_by_text("1 photo is sent.")).to_be_visible()
    _said, data = opened(project, Attachment.objects.get())
    assert Image.open(io.BytesIO(data)).size == (2560, 640)


def test_what_is_transparent_becomes_white(page, project):
    file_data = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(file_data, "PNG")
    to_photos(page)
    choose(page, file("one.png", file_data.getvalue(), "image/png"))
    expect(page.get_by_alt_text("Photo 1")).to_be_visible()
    send(page)
    expect(page.get_by_text("1 photo is sent.")).to_be_visible()
    _said, data = opened(project, Attachment.objects.get())
    assert Image.open(io.BytesIO(data)).getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (file("film.mp4", b"film", "video/mp4"), "Use JPEG, PNG or WebP"),
        (file("broken.jpg", b"\xff\xd8\xff broken"), "cannot be read as a photo"),
        (file("one.heic", b"\0\0\0\x18ftypheic", "image/heic"), "cannot read HEIC photos"),
        (file("two.HEIC", b"\0\0\0\x18ftypheic", ""), "cannot read HEIC photos"),
        (file("big.jpg", bytes(10 * 1024 * 1024 + 1)), "larger than 10 MB"),
    ],
    ids=["film", "broken", "heic", "heic by its name", "too large"],
)
def test_what_is_no_photo_is_refused_with_advice(page, project, chosen, said):
    to_photos(page)
    choose(page, chosen)
    expect(page.locator("#photos-error")).to_contain_text(said)
    expect(page.locator("#photos-error")).to_contain_text(chosen["name"])
    expect(page.locator("#photo-list li")).to_have_count(0)


def test_there_are_five_photos_at_most_and_one_can_be_taken_away(page, project):
    to_photos(page)
    choose(page, *[file(f"{number}.jpg", photo((40, 40))) for number in range(6)])
    expect(page.locator("#photos-error")).to_contain_text("There can be 5 photos.")
    expect(page.locator("#photo-list li")).to_have_count(5)
    press(page, "Remove Photo 2")
    expect(page.locator("#photo-list li")).to_have_count(4)
    expect(page.locator("#photos-error")).to_be_hidden()


def test_a_browser_that_falsifies_pictures_sends_none(page, project):
    page.add_init_script("""
        const own = CanvasRenderingContext2D.prototype.getImageData;
        CanvasRenderingContext2D.prototype.getImageData = function (...place) {
            const image = own.apply(this, place);
            crypto.getRandomValues(image.data);
            return image;
        };
    """)
    to_photos(page)
    choose(page, file("one.jpg", photo()))
    expect(page.locator("#photos-error")).to_contain_text("hidden details would stay")
    expect(page.locator("#photo-list li")).to_have_count(0)


def test_a_browser_that_cannot_prepare_photos_says_so_of_itself_and_sends_the_rest(page, project):
    page.add_init_script("delete globalThis.createImageBitmap")
    to_photos(page)
    choose(page, file("one.jpg", photo()))
    expect(page.locator("#photos-error")).to_contain_text("Nothing is wrong with your photo.")
    expect(page.locator("#photos-error")).to_contain_text("in a newer browser")
    expect(page.locator("#photo-list li")).to_have_count(0)
    send(page)
    see(page, "Your report is sent")


def test_an_upload_goes_on_where_the_connection_dropped(page, project):
    to_photos(page)
    choose(page, file("one.jpg", photo((2500, 2000))))
    expect(page.get_by_alt_text("Photo 1")).to_be_visible()
    put = []

    def cut(route):
        put.append(route.request.url.rsplit("/", 1)[1])
        # The second chunk arrives, but nobody hears of it; then the connection is gone.
        if put.count("1") == 1:
            route.fetch()
        if len(put) in (2, 3):
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/return/attachments/*/*", cut)
    send(page)
    expect(page.get_by_text("Sending the photos has stopped.")).to_be_visible()
    assert put == ["0", "1", "1"]
    press(page, "Try again")
    expect(page.get_by_text("1 photo is sent.")).to_be_visible()
    assert put.count("0") == 1
    assert Attachment.objects.count() == 1
    _said, data = opened(project, Attachment.objects.get())
    assert Image.open(io.BytesIO(data)).size == (2500, 2000)


def to_three_photos(page):
    to_photos(page)
    choose(page, *[file(f"{number}.jpg", photo((40, 40))) for number in range(3)])
    expect(page.locator("#photo-list li")).to_have_count(3)


def test_nothing_leads_away_while_photos_are_sent(page, project):
    to_three_photos(page)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    held = []

    def hold_the_first(route):
        held.append(route)
        if len(held) > 1:
            route.continue_()

    page.route("**/return/attachments/*/*", hold_the_first)
    with page.expect_request("**/return/attachments/*/*"):
        send(page)
    expect(page.get_by_text("Sending photo 1 of 3. Keep this page open.")).to_be_visible()
    expect(page.get_by_text("You can close this page now.")).to_be_hidden()
    expect(page.get_by_role("link", name="Open my report")).to_be_hidden()
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Who we are and what we protect").click()
    assert asked == ["beforeunload"]
    held[0].continue_()
    expect(page.get_by_text("3 photos are sent.")).to_be_visible()
    expect(page.get_by_text("You can close this page now.")).to_be_visible()
    page.get_by_role("link", name="Open my report").click()
    see(page, "Your seven words")
    assert asked == ["beforeunload"]


def test_the_quick_exit_asks_nothing_while_photos_are_sent(page, project):
    to_three_photos(page)
    page.route("**/leave/", lambda route: route.fulfill(body="Weather"))
    page.route("**/return/attachments/*/*", lambda route: None)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with page.expect_request("**/return/attachments/*/*"):
        send(page)
    page.get_by_role("link", name="Leave this site").click()
    page.wait_for_url("**/leave/")
    assert asked == []


def test_a_photo_that_is_refused_is_named_at_the_end(page, project):
    to_three_photos(page)
    begun = []

    def refuse_the_second(route):
        begun.append(route)
        refusal = {"error": {"code": "too-large", "message": "This is too large to send."}}
        if len(begun) == 2:
            route.fulfill(status=413, json=refusal)
        else:
            route.continue_()

    page.route("**/return/attachments/*/*", refuse_the_second)
    send(page)
    expect(page.get_by_text("2 photos are sent.")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text(
        "Photo 2 is not sent. This is too large to send."
    )
    expect(page.get_by_role("button", name="Try again")).to_be_hidden()
    expect(page.get_by_role("link", name="Open my report")).to_be_visible()


def test_sending_photos_can_be_given_up_and_what_is_missing_is_named(page, project):
    to_three_photos(page)
    begun = []

    def cut_from_the_second(route):
        begun.append(route)
        if len(begun) == 1:
            route.continue_()
        else:
            route.abort("connectionreset")

    page.route("**/return/attachments/*/*", cut_from_the_second)
    send(page)
    expect(page.get_by_text("Sending the photos has stopped.")).to_be_visible()
    expect(page.get_by_text("You can close this page now.")).to_be_hidden()
    press(page, "Stop sending photos")
    expect(page.get_by_text("1 photo is sent.")).to_be_visible()
    expect(page.get_by_text("1 photo is sent.")).to_be_focused()
    for left_out in (2, 3):
        expect(page.get_by_role("alert")).to_contain_text(f"Photo {left_out} is not sent.")
    expect(page.get_by_text("You can close this page now.")).to_be_visible()


def test_photos_are_added_and_seen_later(page, project):
    to_photos(page)
    choose(page, file("one.jpg", photo()))
    expect(page.get_by_alt_text("Photo 1")).to_be_visible()
    words = send(page)
    expect(page.get_by_text("1 photo is sent.")).to_be_visible()
    come_back(page, words)
    press(page, "Show Photo 1")
    shown = page.get_by_alt_text("Photo 1")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 600
    choose(page, file("two.png", photo(kind="PNG"), "image/png"))
    press(page, "Send the photos")
    expect(page.get_by_text("1 photo is sent.")).to_be_visible()
    expect(page.get_by_role("button", name="Show Photo 2")).to_be_visible()
    assert Record.objects.filter(kind=RecordKind.ATTACHMENT).count() == 2
    for attachment in Attachment.objects.all():
        assert b"Canary" not in opened(project, attachment)[1]


def test_a_photo_added_later_goes_on_where_the_connection_dropped(page, project):
    to_photos(page)
    words = send(page)
    come_back(page, words)
    choose(page, file("one.jpg", photo()))
    expect(page.get_by_alt_text("Photo 1")).to_be_visible()
    page.route("**/return/attachments/*/*", lambda route: route.abort("connectionreset"))
    press(page, "Send the photos")
    expect(page.get_by_text("Sending the photos has stopped.")).to_be_visible()
    page.unroute("**/return/attachments/*/*")
    press(page, "Try again")
    expect(page.get_by_text("1 photo is sent.")).to_be_visible()
    assert b"Canary" not in opened(project, Attachment.objects.get())[1]


def test_a_photo_that_arrived_in_part_can_be_removed_and_makes_room(page, project):
    to_photos(page)
    choose(page, file("one.jpg", photo((2500, 2000))))
    expect(page.get_by_alt_text("Photo 1")).to_be_visible()

    def cut_the_second_part(route):
        if route.request.url.endswith("/0"):
            route.continue_()
        else:
            route.abort("connectionreset")

    page.route("**/return/attachments/*/*", cut_the_second_part)
    words = send(page)
    press(page, "Stop sending photos")
    page.unroute("**/return/attachments/*/*")
    come_back(page, words)
    expect(page.locator("#stored-photos")).to_contain_text("Photo 1: not all of it arrived.")
    press(page, "Remove Photo 1")
    expect(page.get_by_text("The photo is removed.")).to_be_visible()
    expect(page.get_by_text("There are no photos.")).to_be_visible()
    assert not Record.objects.filter(kind=RecordKind.ATTACHMENT).exists()
    choose(page, *[file(f"{number}.jpg", photo((40, 40))) for number in range(5)])
    expect(page.locator("#photo-list li")).to_have_count(5)


LOST = "The page was loaded again, so your photos are not here any more."


def test_after_a_reload_photos_are_asked_for_again(page, project):
    to_photos(page)
    choose(page, file("one.jpg", photo()))
    expect(page.get_by_alt_text("Photo 1")).to_be_visible()
    go_on(page)
    see(page, "Check your answers")
    expect_kept(page, lambda draft: draft["screen"] == "check" and draft["photos"] == 1)
    for _ in range(2):
        page.reload()
        see(page, "Do you have photos to add?")
        expect(page.get_by_text(LOST)).to_be_visible()
    assert not Chunk.objects.exists()
    go_on(page)
    see(page, "Check your answers")
    expect_kept(page, lambda draft: draft["screen"] == "check" and draft["photos"] == 0)
    page.reload()
    see(page, "Check your answers")


@pytest.mark.parametrize("again", [True, False])
def test_a_reload_after_sending_failed_does_not_lose_photos_without_a_word(page, project, again):
    to_photos(page)
    choose(page, file("one.jpg", photo()))
    expect(page.get_by_alt_text("Photo 1")).to_be_visible()
    go_on(page)
    go_on(page)
    page.route("**/report/send", lambda route: route.abort("connectionreset"))
    words = save_and_send(page)
    expect(page.locator("#send-failed")).to_contain_text("Nothing that you wrote is lost")
    page.unroute("**/report/send")
    page.reload()
    see(page, "Do you have photos to add?")
    expect(page.get_by_text(LOST)).to_be_visible()
    # What was sealed may have arrived, so no answer can be changed.
    expect(page.get_by_role("button", name="Back", exact=True)).to_be_hidden()
    if again:
        choose(page, file("one.jpg", photo()))
        expect(page.get_by_alt_text("Photo 1")).to_be_visible()
    go_on(page)
    assert save_and_send(page) == words
    see(page, "Your report is sent")
    if again:
        expect(page.get_by_text("1 photo is sent.")).to_be_visible()
    expect(page.get_by_text("You can close this page now.")).to_be_visible()
    assert Attachment.objects.count() == int(again)
