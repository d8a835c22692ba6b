"""`dooryard language`: what it prints, how it exits, and that nothing handed to it shows a traceback."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dooryard.web.commands.language import Located

PROGRAM = Path(sys.executable).with_name("dooryard")
COMMANDS = Path(__file__).resolve().parents[2] / "docs" / "reference" / "commands.md"
BAD = {
    "a.md": "# For addicts\n",
    "a.html": "<p>For {{ x }} addicts</p>\n",
    "a.po": 'msgid "For addicts"\nmsgstr ""\n',
    "a.yaml": "text: For addicts\n",
    "a.json": '{"text": "For addicts"}\n',
    "a.csv": "text\nFor addicts\n",
    "a.py": '"""For addicts."""\n',
    "a.js": "const text = 'For addicts';\n",
    "a.svg": "<svg><title>For addicts</title></svg>\n",
    "a.txt": "For addicts\n",
    "Makefile": "# For addicts\n",
}


def language(*arguments: str, told: bytes = b"", folder: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a person does."""
    return subprocess.run(
        [PROGRAM, "language", *arguments], input=told, cwd=folder, capture_output=True, timeout=60, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in BAD.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "good.md").write_text("# For people who use drugs\n", encoding="utf-8")
    return tmp_path


def test_nothing_to_avoid_exits_0_and_prints_nothing(folder: Path) -> None:
    done = language("good.md", folder=folder)
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr == b"0 to avoid, 0 to think about\n"


@pytest.mark.parametrize("name", BAD)
def test_bad_words_in_a_file_of_any_kind_exit_1_with_their_place(folder: Path, name: str) -> None:
    done = language(name, folder=folder)
    text = BAD[name]
    at = text.index("addicts")
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    assert done.returncode == 1
    assert done.stdout.decode().startswith(f"{name}:{line}:{column}: avoid “addicts”: ")
    assert "Say: people with substance use disorder / people who use drugs. [tm-02]" in done.stdout.decode()


def test_suggestions_are_printed_and_do_not_fail() -> None:
    done = language("-", told=b"A relapse is no failure.\n")
    assert done.returncode == 0
    assert b"-:1:3: suggest " in done.stdout
    assert b"Perhaps say: return to use" in done.stdout
    assert done.stderr == b"0 to avoid, 1 to think about\n"


def test_json_has_the_same_as_the_text(folder: Path) -> None:
    done = language("--json", "a.md", "good.md", folder=folder)
    assert done.returncode == 1
    [row] = json.loads(done.stdout)
    assert row == {
        "file": "a.md",
        "line": 1,
        "column": 7,
        "words": "addicts",
        "rule": "tm-02",
        "severity": "avoid",
        "reason": "It makes an illness into who people are. Name the people first.",
        "suggestions": ["people with substance use disorder", "people who use drugs"],
    }
    assert json.loads(language("--json", "good.md", folder=folder).stdout) == []


def test_the_reference_shows_the_names_that_are_printed() -> None:
    [shown] = re.findall(r"^```json language\n(.*?)^```", COMMANDS.read_text(encoding="utf-8"), re.M | re.S)
    assert tuple(json.loads(shown)[0]) == Located.__struct_fields__


def test_the_kind_may_be_said() -> None:
    text = b"`junkie` <!-- junkie -->\n"
    assert language("-", told=text).returncode == 1
    assert language("-", "--kind", "markdown", told=text).returncode == 0


def test_names_of_records_pass_in_every_file(folder: Path) -> None:
    (folder / "places.yaml").write_text("services:\n- {ref: a, site: Halfway House Hartwell}\n", encoding="utf-8")
    (folder / "names.md").write_text("Call Halfway House Hartwell.\n", encoding="utf-8")
    assert language("names.md", folder=folder).returncode == 1
    assert language("names.md", "places.yaml", folder=folder).returncode == 0
    assert language("names.md", "--names", "places.yaml", folder=folder).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((), "required"),
        (("nowhere.md",), "nowhere.md: No such file or directory"),
        ((".",), "Is a directory"),
        (("binary.md",), "binary.md: this is not text"),
        (("latin.md",), "latin.md: this is not UTF-8 text, at byte 3"),
        (("bad.yaml",), "bad.yaml: line 2: this is not YAML"),
        (("bad.po",), "bad.po: line 1: this is not a gettext catalog"),
        (("bad.py",), "bad.py: this is not Python"),
        (("good.md", "--kind", "prose"), "There is no kind prose"),
        (("good.md", "--names", "bad.yaml"), "bad.yaml: line 2: this is not YAML"),
        (("good.md", "--names", "nowhere.yaml"), "nowhere.yaml: No such file"),
        (("a\x1b[31m.md",), "a[31m.md: No such file"),
        (("x" * 5000,), "File name too long"),
        (("good.md", "--many"), "unrecognized arguments"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_clear_line(folder: Path, arguments: tuple[str, ...], why: str) -> None:
    (folder / "binary.md").write_bytes(b"\x89PNG\0\0junkie")
    (folder / "latin.md").write_bytes(b"caf\xe9 junkie")
    (folder / "bad.yaml").write_text("a: [\n", encoding="utf-8")
    (folder / "bad.po").write_text("junkie\n", encoding="utf-8")
    (folder / "bad.py").write_text("x = (\n", encoding="utf-8")
    done = language(*arguments, folder=folder)
    assert done.returncode == 2
    assert why in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert b"\x1b" not in done.stderr + done.stdout


def test_one_file_that_cannot_be_read_does_not_hide_the_others(folder: Path) -> None:
    done = language("nowhere.md", "a.md", folder=folder)
    assert done.returncode == 2
    assert b"a.md:1:7: avoid" in done.stdout


def test_what_a_file_holds_cannot_write_to_the_terminal() -> None:
    done = language("-", told="\x1b[31mfor drug\u202e\u2028 addicts\u2029\ufffc \x07\n".encode())
    assert done.returncode == 1
    assert not {"\x1b", "\u202e", "\u2028", "\u2029", "\x07"} & set(done.stdout.decode())
    assert done.stdout.decode().startswith("-:1:")


def test_any_text_of_any_kind_is_answered() -> None:
    text = ('{{ {% <!-- <a title=\' `` ``` """ \' [ { &#x; ' * 50).encode()
    for kind in ("text", "markdown", "html", "json", "csv", "javascript"):
        assert language("-", "--kind", kind, told=text).returncode == 0
    for kind in ("po", "yaml", "python"):
        assert language("-", "--kind", kind, told=text).returncode == 2


def test_an_empty_file_is_fine_and_a_mark_of_its_order_is_no_letter() -> None:
    assert language("-", told=b"").returncode == 0
    assert language("-", told=b"\xef\xbb\xbfAddicts").stdout.startswith(b"-:1:1: avoid")
