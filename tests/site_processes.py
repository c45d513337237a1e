"""Processes as the system lists them (Linux)."""

import os
from pathlib import Path


def of_folder(folder: Path) -> list[int]:
    """Living processes that name `folder` in their command, or were given it as DATA_DIR."""
    return [number for number in _living() if _names(number, os.fsencode(folder))]


def _names(number: int, folder: bytes) -> bool:
    try:
        place = Path(f"/proc/{number}")
        return folder in place.joinpath("cmdline").read_bytes() or (
            b"DATA_DIR=" + folder + b"\0" in place.joinpath("environ").read_bytes()
        )
    except (FileNotFoundError, PermissionError, ProcessLookupError):
        return False


def _living() -> list[int]:
    numbers = [int(each.name) for each in Path("/proc").iterdir() if each.name.isdecimal()]
    return [number for number in numbers if number != os.getpid() and not _is_over(number)]


def _is_over(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"
