"""No text of ours judges people: the language check runs over every template, translation, place file and document.

What is checked is what git tracks: documents, templates, catalogs, the YAML and CSV of the house and of its places,
pictures that hold text, scripts of the pages, and the strings of the program. What people type (questions of tests and
benchmarks) is theirs. The program's own words for it stand in docs/reference/language.md.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dooryard.directory import visible

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = Path(sys.executable).with_name("dooryard")
OURS = {
    "documents": ("*.md", "docs/*.svg", "docs/*.txt"),
    "templates": ("*.html",),
    "translations": ("*.po", "*.pot"),
    "places": ("places/*.yaml", "places/*.csv"),
    "content": ("dooryard/*.yaml", "dooryard/*.json", "dooryard/*.txt", "dooryard/*.svg"),
    "program": ("dooryard/*.py", "dooryard/*.js"),
}


def tracked(*patterns: str) -> list[str]:
    """The files that git knows and that are there."""
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def check(*names: str) -> subprocess.CompletedProcess[str]:
    """Run the command over files, with the names that the records of the places carry."""
    records = [part for name in tracked("places/*.yaml") for part in ("--names", name)]
    return subprocess.run(
        [PROGRAM, "language", *records, *names], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("group", OURS)
def test_no_text_of_ours_judges_people(group: str) -> None:
    names = tracked(*OURS[group])
    assert names
    done = check(*names)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


@pytest.mark.parametrize("group", OURS)
def test_a_word_planted_in_a_text_of_ours_is_caught(group: str, tmp_path: Path) -> None:
    planted = {
        ".md": "\n\nFor addicts.\n",
        ".txt": "\n\nFor addicts.\n",
        ".svg": "<text>addicts</text>",
        ".html": "<p>addicts</p>",
        ".po": '\nmsgid "for addicts"\nmsgstr ""\n',
        ".yaml": "\n---\nplanted: addicts\n",
        ".csv": "\naddicts,addicts,addicts\n",
        ".py": '\nPLANTED = "addicts"\n',
        ".js": '\nconst planted = "addicts";\n',
    }
    for suffix in {Path(name).suffix for name in tracked(*OURS[group])}:
        name = next(name for name in tracked(*OURS[group]) if name.endswith(suffix) and Path(name).name != "words.yaml")
        copy = tmp_path / f"planted{suffix}"
        copy.write_text((ROOT / name).read_text(encoding="utf-8") + planted[suffix], encoding="utf-8")
    done = check(*map(str, sorted(tmp_path.iterdir())))
    assert done.returncode == 1, done.stderr
    assert {Path(line.split(":")[0]).name for line in done.stdout.splitlines() if "addicts" in line} == {
        path.name for path in tmp_path.iterdir()
    }


def test_every_kind_of_file_that_people_read_is_among_them() -> None:
    """A new kind of text, such as a script or a page in another form, must be put into a group."""
    taken = {name for patterns in OURS.values() for name in tracked(*patterns)}
    left = {Path(name).suffix for name in tracked("dooryard", "places", "docs") if name not in taken}
    assert left <= {".css", ".png", ".woff2", ".jpg", ".webp", ".ico", ""}
    assert {Path(name).suffix for name in taken} <= {*visible.SUFFIXES, ".txt"}
