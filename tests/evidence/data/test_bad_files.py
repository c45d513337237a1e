"""If a command gets a wrong file, it says which and why, and ends with 2."""

import os
import socket
import threading
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from unsilenced.evidence.commands import evidence

READ_TABLES = sorted(
    name
    for name, command in evidence.commands.items()
    if any(isinstance(each, click.Argument) and each.name == "table" for each in command.params)
)
BESIDES = {
    "disclose": ("--rows", "a", "--columns", "b"),
    "event": ("--treated", "a", "--event", "2:2"),
}


def picture(path):
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4)


def gigabyte(path):
    with path.open("wb") as file:
        file.truncate(1 << 30)


def one_endless_line(path):
    path.write_text("a," * 200_000)


FILES = {
    "nothing": lambda path: path.write_bytes(b""),
    "spaces": lambda path: path.write_text(" \n \n"),
    "a header with a name twice": lambda path: path.write_text("a,a,b,n\n1,0,0,2\n"),
    "a header with a name missing": lambda path: path.write_text("a,,b,n\n1,0,0,2\n"),
    "columns of something else": lambda path: path.write_text("colour,shape,weight\nred,x,2\n"),
    "words": lambda path: path.write_text("It was a dark night,\nand it rained.\n"),
    "a row that is too short": lambda path: path.write_text("a,b,c,n\n1,0,0,2\n1,1\n"),
    "a quotation that does not end": lambda path: path.write_text('a,b,c,n\n1,"0,0,2\n'),
    "one endless line": one_endless_line,
    "a picture": picture,
    "a thousand columns": lambda path: path.write_text(",".join(map(str, range(1000))) + "\n"),
    "what a terminal would obey": lambda path: path.write_text("a,b,c,n\n1,0,\x1b[2J,2\n"),
    "zeros": lambda path: path.write_bytes(b"\0" * 4096),
    "latin-1": lambda path: path.write_bytes("a,b,c,n\n1,0,0,2\né,0,1,3\n".encode("latin-1")),
    "utf-16": lambda path: path.write_bytes("a,b,c,n\n1,0,0,2\n".encode("utf-16")),
    "a gigabyte": gigabyte,
    "a folder": lambda path: path.mkdir(),
    "nothing at all": lambda path: None,
    "a link to nothing": lambda path: path.symlink_to(path.with_name("nowhere.csv")),
    "a link to itself": lambda path: path.symlink_to(path),
    # Nobody can read any file here, not even root.
    "what cannot be read": lambda path: path.symlink_to("/proc/self/mem"),
}


def refused(name, path):
    return CliRunner().invoke(evidence, [name, str(path), *BESIDES.get(name, ())])


@pytest.mark.parametrize("name", READ_TABLES)
@pytest.mark.parametrize("kind", FILES)
def test_a_bad_file_is_named_with_the_reason(name, kind, tmp_path):
    path = tmp_path / "table.csv"
    FILES[kind](path)
    ended = refused(name, path)
    assert isinstance(ended.exception, SystemExit), ended.exception
    assert ended.exit_code == 2
    assert ended.stdout == ""
    assert "table.csv" in ended.stderr
    assert "Error: " in ended.stderr
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr) < 600


@pytest.mark.parametrize("name", READ_TABLES)
def test_bytes_that_are_no_utf_8_are_placed(name, tmp_path):
    path = tmp_path / "table.csv"
    FILES["latin-1"](path)
    assert "table.csv, row 3: byte 1 of the line is no UTF-8" in refused(name, path).stderr


def test_there_are_commands_that_read_tables():
    assert {"audit", "capture", "coverage", "disclose", "event", "risk", "yields"} <= {*READ_TABLES}


def test_what_has_no_end_is_not_read_to_its_end():
    ended = refused("capture", Path("/dev/zero"))
    assert ended.exit_code == 2
    assert "zero: has 67,108,865 bytes; at most 67,108,864 are read" in ended.stderr


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("capture", "a,b,c,n\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n0,1,1,7\n", "103 cases"),
        ("yields", "unit,events,trials\na,1,4\n", "1 of 4"),
        ("disclose", "a,b\n" + "x,y\n" * 9, "Total,9,9"),
    ],
)
def test_what_comes_through_a_pipe_is_read(name, text, says, tmp_path):
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)
    writing = threading.Thread(target=path.write_text, args=(text,))
    writing.start()
    few = ("--replicates", "0") if name == "capture" else ()
    ended = CliRunner().invoke(evidence, [name, str(path), *BESIDES.get(name, ()), *few])
    writing.join()
    assert ended.exit_code == 0, ended.output
    assert says in ended.stdout


def test_a_socket_is_no_table(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("table.csv")
        ended = refused("capture", Path("table.csv"))
    assert ended.exit_code == 2
    assert "table.csv" in ended.stderr
