"""A refusal: an answer that says no, why, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault of the program
    """Raised anywhere below a view; nothing is stored when it is raised.

    `status` is the HTTP status, `code` a stable word for programs, `message` a translated
    sentence that says what to do, `field` the member or form field at fault, and `more` further
    members of the JSON answer.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        field: str | None = None,
        more: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.field = field
        self.more = dict(more or {})

    def as_json(self) -> dict[str, object]:
        """Return the body of the JSON answer (docs/http.md)."""
        error = {"code": self.code, "message": self.message}
        if self.field is not None:
            error["field"] = self.field
        return {"error": error, **self.more}
