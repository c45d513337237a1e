"""The main journeys, written once for every browser: what a person does and is shown."""

import pyotp
from engines.person import Person

from unsilenced.demo.invented_people import InventedCaseworker

WHAT = "He took my money and hit me."
MORE = "He had a blue van."
ANSWER = "We believe you. How are you today?"


def words_shown(person: Person) -> str:
    """The seven words that the page shows."""
    person.see("Save your seven words")
    words = person.listed(".words li")
    assert len(words) == 7
    return " ".join(words)


def report_with_scripts(person: Person) -> str:
    """Answer every question, and send; return the words."""
    person.open("/report/")
    person.see("Write a report")
    person.press("Start")
    person.fill("What happened?", WHAT)
    person.step("what happened")
    person.press("Continue")
    person.tick("In the last week")
    person.step("when")
    person.press("Continue")
    person.choose("In which part of London?", "Hackney")
    person.step("where")
    person.press("Continue")
    person.fill("Phone number", "07700 900123")
    person.step("who")
    person.press("Continue")
    person.tick("Warn others")
    person.step("who may know")
    person.press("Continue")
    person.tick("They may contact me")
    person.fill("How can they reach you safely?", "Text me at noon")
    person.step("an answer")
    person.press("Continue")
    person.see("Do you have photos to add?")
    person.step("photos")
    person.press("Continue")
    person.see("Check your answers")
    person.read(WHAT)
    person.step("all answers")
    person.press("Continue")
    return words_shown(person)


def send(person: Person) -> None:
    """Say that the words are saved, and send."""
    person.tick("I have saved these words")
    person.step("the words")
    person.press("Send")
    person.see("Your report is sent")
    person.step("sent")


def report_without_scripts(person: Person) -> str:
    """Answer on the one page, up to the words; return them."""
    person.open("/report/")
    person.see("Locked by our server")
    person.step("all questions")
    person.fill("What happened?", WHAT)
    person.tick("Longer ago")
    person.tick("Count it")
    person.press("Continue")
    return words_shown(person)


def come_back(person: Person, words: str) -> None:
    """Open the report, and see what was written."""
    person.open("/return/")
    person.see("Your seven words")
    person.step("the words are asked for")
    person.fill("Seven words, with a space after each", words)
    person.press("Open")
    person.see("Messages")
    person.read(WHAT)
    person.step("the report")


def add(person: Person) -> None:
    """Write a message to the project."""
    person.fill("Write a message", MORE)
    person.press("Send the message")
    person.read("Your message is sent.")
    person.read(MORE)
    person.step("a message is sent")


def log_in_as_member(person: Person, name: str, passphrase: str) -> None:
    person.open("/members/log-in/")
    person.see("Log in")
    person.fill("Name", name)
    person.fill("Passphrase", passphrase)
    person.step("log-in")
    person.press("Log in")
    person.see("Check")
    person.read("30 checks left today.")
    person.step("before a check")


def check(person: Person, number: str) -> None:
    """Check a phone number that a warning names."""
    person.fill("Phone number", number)
    person.press("Check")
    person.see("There is a warning")
    person.read("29 checks left today.")
    person.step("a warning")


def give_passphrase(person: Person, who: InventedCaseworker, *, keeps_keys: bool) -> None:
    """Log in at the desk, up to the second factor."""
    person.open("/desk/log-in/")
    person.see("Log in")
    if not keeps_keys:
        person.read("This browser does not keep your keys.")
        person.read("You can log in, but every page will ask for your passphrase again.")
    person.fill("Name", who.user.name)
    person.fill("Passphrase", who.passphrase)
    person.step("log-in")
    person.press("Continue")
    person.see("Show that it is you")


def unlock(person: Person, who: InventedCaseworker) -> None:
    """Give the passphrase again, as every page asks where the browser keeps no keys."""
    person.see("Locked")
    person.read("This browser does not keep your keys.")
    person.fill("Passphrase", who.passphrase)
    person.press("Unlock")


def log_in_at_desk(person: Person, who: InventedCaseworker, *, keeps_keys: bool = True) -> None:
    """Log in with both factors, up to the inbox."""
    give_passphrase(person, who, keeps_keys=keeps_keys)
    person.step("second factor")
    person.fill("Six numbers from your app", pyotp.TOTP(who.totp_secret).now())
    person.press("Log in")
    if not keeps_keys:
        unlock(person, who)
    person.see("Inbox")
    person.read("1 report")
    person.step("inbox")


def read_and_answer(person: Person, who: InventedCaseworker, *, keeps_keys: bool = True) -> None:
    """Open the only report of the inbox, and answer it."""
    person.follow(WHAT)
    if not keeps_keys:
        unlock(person, who)
    person.see("What was said")
    person.read("In the last week")
    person.step("the report")
    person.fill("Your answer", ANSWER)
    person.press("Send the answer")
    person.read("Answered")
    person.read(ANSWER)
    person.step("answered")
