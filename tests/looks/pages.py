"""Every page that is looked at. A new one is one line."""

from looks.check import Look
from looks.desk import DESK_LOOKS
from looks.desk_warnings import WARNING_LOOKS
from looks.specimen import show_specimen

LOOKS = [
    Look("start", "/"),
    Look("about", "/about/"),
    Look("transparency", "/transparency/"),
    Look("error", "/nowhere/", status=404),
    Look("specimen", "/specimen/", before=show_specimen),
    *DESK_LOOKS,
    *WARNING_LOOKS,
]
