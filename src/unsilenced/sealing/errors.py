"""What can go wrong when sealing, opening or reading words."""


class SealingError(ValueError):
    """Something was refused: `code` is for programs, the message is for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Malformed(SealingError):  # noqa: N818 - reads as a sentence where it is caught
    """The shape is wrong: this can be seen without any key.

    Codes: `version`, `suite`, `size`, `padding`, `too-large`, `key-size`, `public-key`, `salt`,
    `text`, `base64`, `recipient`, `recipients`, `record`, `chunk-index`, `chunk-count`.
    """


class WillNotOpen(SealingError):  # noqa: N818 - reads as a sentence where it is caught
    """Authentication failed: another key, another place, or changed bytes.

    By design nobody can tell which.
    """

    def __init__(self) -> None:
        super().__init__("will-not-open", "This does not open with this key in this place.")


class WordsError(SealingError):
    """The words of a receipt or a recovery sheet cannot be read.

    Codes: `wrong-word` (then `position`, from 1, and `word` tell which), `word-count` and
    `words-do-not-fit` (every word is known, but one is changed or out of place). `count` is the
    number of words that were read. Never log this error: it contains a part of a secret.
    """

    def __init__(
        self, code: str, message: str, *, count: int, position: int | None = None, word: str = ""
    ) -> None:
        super().__init__(code, message)
        self.count = count
        self.position = position
        self.word = word


class ReceiptError(WordsError):
    """These are not the seven words of a receipt."""


class SheetError(WordsError):
    """These are not the 24 words of a recovery sheet."""
