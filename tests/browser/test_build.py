"""The build: the same bytes from the same sources, and hashes that fit what is written."""

import base64
import hashlib
import json
import subprocess

from browser.conftest import NODE, WEB


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_another_build_gives_the_same_bytes_and_clears_an_earlier_one_away(built, tmp_path):
    (tmp_path / "report.OLDHASH1.js").write_text("old", "utf-8")
    subprocess.run([NODE, "build.mjs", tmp_path], cwd=WEB, check=True, capture_output=True)
    assert files(tmp_path) == files(built)


def test_nothing_of_the_machine_is_in_what_is_built(built):
    for name, data in files(built).items():
        assert str(WEB).encode() not in data, name
        assert b"sourceMappingURL" not in data, name


def test_every_file_is_named_in_the_manifest_with_its_size_and_hash_or_is_its_compressed_copy(
    built,
):
    manifest = json.loads((built / "manifest.json").read_text("utf-8"))
    catalogues = [each for one in manifest["messages"].values() for each in one.values()]
    kinds = (manifest["entries"], manifest["styles"], manifest["chunks"])
    described = [each for kind in kinds for each in kind.values()] + catalogues
    for each in described:
        data = (built / each["file"]).read_bytes()
        digest = base64.b64encode(hashlib.sha384(data).digest()).decode()
        assert (each["integrity"], each["bytes"]) == (f"sha384-{digest}", len(data))
    named = {each["file"] for each in described} | {"manifest.json", "licences.txt"}
    assert set(files(built)) == {f"{name}{end}" for name in named for end in ("", ".br", ".gz")}


def test_imports_and_lazy_modules_are_in_the_manifest(built):
    manifest = json.loads((built / "manifest.json").read_text("utf-8"))
    entries, chunks = manifest["entries"], manifest["chunks"]
    for entry in entries.values():
        assert set(entry["imports"]) <= set(chunks)
        assert set(entry["lazy"]) <= set(entries)
    assert entries["sealing"]["lazy"] == ["fallback-argon2", "fallback-x25519"]
    assert set(entries["sealing"]["lazy"]) <= set(entries["report"]["lazy"])
    assert entries["page"]["imports"] == entries["sealing"]["imports"] == []


def test_what_judges_a_passphrase_is_light_in_every_language(built):
    entries = json.loads((built / "manifest.json").read_text("utf-8"))["entries"]
    judges = [each["file"] for name, each in entries.items() if name.startswith("strength")]
    assert len(judges) > 1
    for file in judges:
        assert (built / f"{file}.gz").stat().st_size <= 100 * 1024, file
