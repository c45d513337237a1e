"""What can go wrong in the private check."""


class CheckError(ValueError):
    """Something was refused: `code` (docs/check.md) is for programs, the message for people.

    The message never holds what was typed.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
