"""Texts for translators: every one is found, what is translated stays with its text, and each fault is caught."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.messages import catalogs, collect, faults
from tools.messages.__main__ import translated
from tools.messages.collect import Text

PYTHON = """
_("One"); languages.gettext("Two"); ngettext("{n} bed", "{n} beds", n); pgettext("door", "Open")
Said("In {state}.", state=x); Said("{n} day", plural="{n} days", n=2); mark("Food")
_("a long "
  "sentence"); _(name); print("not said")
"""
TEMPLATE = """{{ _("One") }} {{ _('In %(state)s.', state=x) }} {{ ngettext("%(num)s bed", "%(num)s beds", n) }}
<p title="{{ _("Two") }}">{# _("nothing") #}{{ _(name) }}</p>{% for one in [_("Three")] %}{% endfor %}"""
YAML = {
    "reviewed": "",
    "steps": [{"text": "Call.", "more": "", "link": "tel:1", "sources": [{"title": "T", "url": "u"}]}],
}


def test_every_text_that_is_written_out_in_a_module_is_found() -> None:
    found = [(one.text, one.plural, one.context) for one in collect.in_python(PYTHON, "a.py")]
    assert sorted(found) == [
        ("Food", "", ""),
        ("In {state}.", "", ""),
        ("One", "", ""),
        ("Open", "", "door"),
        ("Two", "", ""),
        ("a long sentence", "", ""),
        ("{n} bed", "{n} beds", ""),
        ("{n} day", "{n} days", ""),
    ]


def test_every_text_of_a_template_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collect, "ROOT", tmp_path)
    (tmp_path / "a.html").write_text(TEMPLATE)
    found = sorted((one.text, one.plural) for one in collect.in_template(tmp_path / "a.html"))
    assert found == [
        ("%(num)s bed", "%(num)s beds"), ("In %(state)s.", ""), ("One", ""), ("Three", ""), ("Two", "")
    ]  # fmt: skip


def test_of_health_text_only_what_is_said_is_found() -> None:
    assert [one.text for one in collect.in_yaml(YAML, "a.yaml")] == ["Call."]


def test_every_file_of_health_text_is_read() -> None:
    told = {path.name for path in collect.CONTENT.glob("*.yaml")}
    assert told - set(collect.HEALTH) <= {"terms.yaml"}
    assert {one.file.rpartition("/")[2] for one in collect.health()} == set(collect.HEALTH)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A catalog of health text with two texts, one of them translated."""
    path = tmp_path / "health.po"
    path.write_text(catalogs.updated(path, "es", [Text("Call.", file="a"), Text("{n} bed", "{n} beds", file="a")]))
    path.write_text(path.read_text().replace('msgid "Call."\nmsgstr ""', 'msgid "Call."\nmsgstr "Llame."'))
    return path


BEDS = Text("{n} bed", "{n} beds", file="b")


def test_a_translation_stays_with_its_text(file: Path) -> None:
    again = catalogs.updated(file, "es", [Text("Call.", file="b"), BEDS])
    assert 'msgid "Call."\nmsgstr "Llame."' in again
    file.write_text(again)
    assert catalogs.updated(file, "es", [Text("Call.", file="b"), BEDS]) == again


def test_a_text_that_changed_is_not_translated_by_a_guess(file: Path) -> None:
    file.write_text(catalogs.updated(file, "es", [Text("Call!"), BEDS]))
    assert translated(catalogs.read(file, "es")) == 0
    assert "fuzzy" not in file.read_text()


def test_a_text_that_comes_back_has_its_translation_again(file: Path) -> None:
    file.write_text(catalogs.updated(file, "es", [BEDS]))
    assert translated(catalogs.read(file, "es")) == 0
    file.write_text(catalogs.updated(file, "es", [BEDS, Text("Call.")]))
    assert translated(catalogs.read(file, "es")) == 1


def test_a_review_stays_until_a_text_is_added(file: Path) -> None:
    signed = file.read_text().replace("X-Reviewed-By:", "X-Reviewed-By: Ana").replace("On:", "On: 2026-12-01")
    file.write_text(signed)
    assert "X-Reviewed-By: Ana" in catalogs.updated(file, "es", [Text("Call.")])
    later = catalogs.updated(file, "es", [Text("Call."), BEDS, Text("Wait.")])
    assert 'X-Reviewed-By:\\n"' in later and "Ana" not in later


def test_numbers_are_counted_as_each_language_counts(tmp_path: Path) -> None:
    path = tmp_path / "site.po"
    for code, count in (("es", 2), ("ar", 6)):
        path.write_text(catalogs.updated(tmp_path / "none.po", code, [BEDS]))
        assert len(catalogs.forms(next(one for one in catalogs.read(path, code) if one.id))) == count


GOOD = [
    ("In {state}.", "En {state}.", "es"),
    ("%(num)s of 100%%", "%(num)s sur 100%%", "fr"),
    ("<b>Call</b> 911.", "<b>Llame</b> al 911.", "es"),
    ("Naloxone", "Naloxone", "fr"),
    ("{weekday} {time}", "{weekday} {time}", "fr"),
    ("Why?", "لماذا؟", "ar"),
]
BAD = [
    ("In {state}.", "En {estado}.", "es", "has the values"),
    ("In {state}.", "En {state} {.", "es", "single brace"),
    ("%(num)s beds", "100 % %(num)s", "fr", "has the numbers"),
    ("%(num)s beds", "%(num)s % lits", "fr", "single %"),
    ("%(num)s beds", "camas", "es", "has the values"),
    ("<b>Call</b> now", "<b>Llame<b> ya", "es", "has the tags"),
    ("Call now", "Llame & ya", "es", "has a single &"),
    ("Call 911.", "Llame al 991.", "es", "has the numbers"),
    ("Call.", "Llame", "es", "ends with"),
    ("Call", "Llame.", "es", "ends with"),
    ("Call", "Llame ", "es", "with a space"),
    ("Call us", "Call us", "es", "still English"),
    ("Call us", "", "es", "is not translated"),
]


def wrong(text: str, told: str, code: str) -> list[str]:
    catalog = catalogs.Catalog(locale=code)
    catalog.add(text, told)
    return list(faults.of(catalog, code, complete=True))


@pytest.mark.parametrize(("text", "told", "code"), GOOD)
def test_a_good_translation_is_let_be(text: str, told: str, code: str) -> None:
    assert wrong(text, told, code) == []


@pytest.mark.parametrize(("text", "told", "code", "why"), BAD)
def test_a_planted_fault_is_caught(text: str, told: str, code: str, why: str) -> None:
    assert why in " ".join(wrong(text, told, code))


def test_what_is_missing_is_a_fault_only_where_nothing_may_be_missing() -> None:
    catalog = catalogs.Catalog(locale="so")
    catalog.add("Call us", "")
    assert not list(faults.of(catalog, "so", complete=False))


def test_a_guess_is_a_fault() -> None:
    catalog = catalogs.Catalog(locale="es")
    catalog.add("Call us", "Llame", flags=("fuzzy",))
    assert any("fuzzy" in why for why in faults.of(catalog, "es", complete=False))


@pytest.mark.parametrize(
    ("code", "forms", "why"),
    [
        ("es", ("{n} cama", "{n} camas"), ""),
        ("es", ("una cama", "{n} camas"), ""),
        ("es", ("{n} cama", "camas"), "has the values"),
        ("es", ("{n} cama", ""), "has no form 1"),
        ("es", ("{n} cama",), "has 1 forms, not 2"),
        ("es", ("{n} cama", "{n} beds"), ""),
        ("es", ("{n} cama", "{n} beds "), "with a space"),
        ("fr", ("un lit", "{n} lits"), "has the values"),
    ],
)
def test_each_form_of_a_text_that_counts_is_looked_at(code: str, forms: tuple[str, ...], why: str) -> None:
    """In French 0 and 1 take the same form, so it must write the number."""
    catalog = catalogs.Catalog(locale=code)
    catalog.add(("{n} bed", "{n} beds"), forms)
    assert why in " ".join(faults.of(catalog, code, complete=True))
