"""Words that judge people are found in every form; what is quoted, a name, self-description or another sense passes."""

from __future__ import annotations

from itertools import zip_longest

import msgspec
import pytest

from dooryard.core.language import EXEMPTION, Checker, Finding, Reading, Term, Terms
from dooryard.core.language_phrases import BREAK, GAP, LINE_BREAK, PhraseError, alternation, fold, found_by, opened
from dooryard.directory import terms
from tests.core.language_examples import ALSO, FOUND, PASSES

RULES = terms.load()
CHECKER = Checker(RULES)
BAD = [(rule, form, sentence) for rule, forms in FOUND.items() for form, sentence in forms.items()]
GOOD = [(kind, sentence) for kind, sentences in PASSES.items() for sentence in sentences]


def found(text: str, remarks: str = "", checker: Checker = CHECKER) -> list[Finding]:
    return checker.findings(Reading(text, remarks))


def rule(phrase: str, **more: object) -> Term:
    return Term(**{"id": "t", "avoid": {"x": (phrase,)}, "prefer": ("y",), "why": "z", **more})


def of(phrase: str, text: str, classes: dict[str, tuple[str, ...]] | None = None, **more: object) -> list[str]:
    """The words that a phrase finds in a text."""
    made = Terms(reviewed="", sources={}, names=(), classes=classes or {}, terms=(rule(phrase, **more),))
    return [one.words for one in found(text, checker=Checker(made))]


@pytest.mark.parametrize(("rule", "form", "sentence"), BAD, ids=[f"{rule} {form}" for rule, form, _ in BAD])
def test_each_form_of_the_list_is_found_in_a_sentence(rule: str, form: str, sentence: str) -> None:
    assert rule in [one.rule for one in found(sentence)]


def test_every_form_has_its_sentence() -> None:
    assert {(term.id, form) for term in RULES.terms for form in term.avoid} == {(id, form) for id, form, _ in BAD}


@pytest.mark.parametrize(("rule", "text"), ALSO)
def test_what_only_looks_like_an_exception_is_found(rule: str, text: str) -> None:
    assert rule in [one.rule for one in found(text)]


@pytest.mark.parametrize(("kind", "sentence"), GOOD, ids=[f"{kind}: {sentence[:40]}" for kind, sentence in GOOD])
def test_an_exception_lets_pass(kind: str, sentence: str) -> None:
    assert [(one.rule, one.words) for one in found(sentence)] == []


@pytest.mark.parametrize("sentence", [*PASSES["quotations"], *PASSES["self-description"]])
def test_without_the_marks_or_the_speaker_the_same_words_are_found(sentence: str) -> None:
    bare = sentence.translate(dict.fromkeys(map(ord, '“”„«»‘"')))
    bare = bare.replace("'substance abuse'", "substance abuse")
    for mine, theirs in (
        ("I'm", "He's"),
        ("I’m", "He's"),
        ("I am", "He is"),
        ("I ", "He "),
        ("We ", "They "),
        ("My ", "His "),
    ):
        bare = bare.replace(mine, theirs)
    assert found(bare)


def test_a_finding_says_where_what_why_and_what_instead() -> None:
    [one] = found("Open to all.\n\n  Every drug\n  user may come.")
    assert (one.line, one.column, one.words) == (3, 9, "drug user")
    assert (one.rule, one.severity, one.suggestions) == ("tm-03", "avoid", ("person who uses drugs",))
    assert one.reason == "It says what someone is, not what they do. Not all use is a disorder."


def test_suggestions_are_told_apart_from_what_to_avoid() -> None:
    assert [one.severity for one in found("A relapse. An addict.")] == ["suggest", "avoid"]


def test_of_words_that_lie_over_one_another_the_longest_is_told_once() -> None:
    assert [one.words for one in found("A former heroin addict, a recovering alcoholic.")] == [
        "former heroin addict",
        "recovering alcoholic",
    ]
    assert [one.words for one in found("clean needle exchange")] == ["needle exchange"]
    assert [one.rule for one in found("a former addict and another addict")] == ["tm-14", "tm-01"]


def test_findings_come_in_order() -> None:
    lines = [(one.line, one.column) for one in found("junkie x addict\ndrunkard, wino\nstoned")]
    assert lines == sorted(lines)
    assert len(lines) == 5


def test_names_that_are_handed_in_pass_with_their_capitals() -> None:
    checker = Checker(RULES, ["Sober House Hartwell", "Hope House", "Drug User Union"])
    assert not found("Call Sober  House\nHartwell.", checker=checker)
    assert found("a sober house, hartwell", checker=checker)
    assert not found("We met the Drug User Union.", checker=checker)
    assert found("A drug user union.", checker=checker)
    assert found("Sober House Hartwell and another sober house", checker=checker)[0].column == 34


def test_pieces_that_were_apart_make_no_phrase_together() -> None:
    assert not found(f"drug{BREAK}user")
    assert not found(f"drug {LINE_BREAK}user")
    assert not found(f"drug {GAP} user")
    assert found(f"{GAP}drug user{GAP}")


def test_a_line_break_between_pieces_counts_as_a_line() -> None:
    assert [one.line for one in found(f"a{LINE_BREAK}junkie\njunkie")] == [2, 3]


def test_letters_that_grow_in_lower_case_move_nothing() -> None:
    assert [one.column for one in found("İİİ addict")] == [5]


def test_a_long_text_is_checked_to_its_end() -> None:
    text = "word " * 50_000 + "junkie"
    assert [one.column for one in found(text)] == [250_001]
    assert not found("“" + "word " * 100 + "junkie" + "”")
    assert found("“" + "word " * 500 + "junkie" + "”")


def test_no_text_breaks_it() -> None:
    for text in (
        "",
        "\n",
        "“",
        '"',
        "'",
        BREAK,
        "[",
        "addict" * 1000,
        "-" * 1000,
        " addict" * 500,
        '"' * 999 + "addict",
    ):
        found(text, text)


def aligned(text: str, remarks: str) -> Reading:
    """What is seen and what is remarked of one file: every line of one as long as that of the other."""
    rows = list(zip_longest(text.split("\n"), remarks.split("\n"), fillvalue=""))
    lengths = [max(map(len, row)) for row in rows]
    seen, said = (
        "\n".join(line.ljust(n) for line, n in zip(lines, lengths, strict=True)) for lines in zip(*rows, strict=True)
    )
    return Reading(seen, said)


EXEMPT = "# language: quoted because the sign reads so"


@pytest.mark.parametrize(
    ("text", "remarks", "told"),
    [
        ("junkie", f"       {EXEMPT}", []),
        ("junkie\n      ", f"      \n{EXEMPT}", ["junkie", EXEMPTION]),
        ("\njunkie\njunkie\n\njunkie", f"{EXEMPT}\n", ["5"]),
        (f"\n{BREAK} junkie\njunkie{BREAK} a\njunkie", f"{EXEMPT}\n", ["4"]),
        ("\n\n\njunkie", f"{EXEMPT}\n", []),
        ("relapse", f"        {EXEMPT}", []),
        ("fine", f"     {EXEMPT}", [EXEMPTION]),
        ("", EXEMPT, [EXEMPTION]),
        ("\n", f"\n{EXEMPT}", [EXEMPTION]),
        ("junkie", "       <!-- language: named because it is their name -->", []),
        ("junkie", "       {# language: meant because the page explains the word #}", []),
        ("junkie", "       /* language: cited because it is a title */", []),
        ("junkie", "       # language: quoted", [EXEMPTION]),
        ("junkie", "       # language: quoted because", [EXEMPTION]),
        ("junkie", "       # language: quoted because so", [EXEMPTION]),
        ("junkie", "       # language: quoted by the flyer", [EXEMPTION]),
        ("junkie", "       # language: fine because I say so", ["junkie"]),
    ],
)
def test_an_exemption_holds_for_its_text_and_must_say_why(text: str, remarks: str, told: list[str]) -> None:
    findings = CHECKER.findings(aligned(text, remarks))
    assert len(findings) == len(told)
    for one, what in zip(findings, told, strict=True):
        assert what in (one.words, one.rule, str(one.line))


def test_a_fault_of_an_exemption_is_to_be_avoided_and_says_what_to_do() -> None:
    [one] = found("fine", f"     {EXEMPT}")
    assert (one.severity, one.line, one.column) == ("avoid", 1, 8)
    assert one.words == "language: quoted because the sign reads so"
    assert "nothing" in one.reason
    assert one.suggestions


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("front door", "Front doors, the front-door's key, a front\n  door; a fronts doors.", 4),
        ("front|back door", "front door, back door, side door", 2),
        ("front <color>? door", "front door, front dark red door, front red doors, front big door", 3),
        ("<color>? door", "red door, door", 2),
        ("<color>? old? door", "red door, old door, red old door, door", 4),
        ("door old?", "door, door old", 2),
        ("door of .. house", "door of house, door of the old red house, door of one of the old red houses", 2),
        ("door to *", "door to nowhere, door to: nowhere", 1),
        ("=door", "door, doors, the door's", 2),
        ("=DOOR", "DOOR, door, Door", 1),
        ("[his|her] door", "his door, the door", 1),
        ("door [$]", "a door, a door. a door\n\nA door is (door) door", 5),
        ("door [is|$]", "a door is; a door was; door", 2),
        ("door [is|$?]", "a door is; a door was", 2),
        ("door # times", "door 3 times, door three times", 1),
        ("door & house", "door. A house. A door of a house.", 1),
        ("door ! <color>", "A red door. A door.", 1),
        ("door & house ! <color>", "A red house door. A house door. A door.", 1),
        ("[^] door [$|and]", "door\n\ndoor and so\n- door\n\nA door", 3),
        ("door & a|&", "door & so", 1),
        ("country", "country, countries, country's", 3),
        ("day", "day, days, daies", 2),
        ("bus", "bus, buses", 2),
        ("up", "up, ups", 1),
        ("r2d2", "r2d2, r2d2s", 1),
    ],
)
def test_a_phrase_finds_what_it_says(phrase: str, text: str, words: int) -> None:
    assert len(of(phrase, text, {"color": ("red", "dark red", "<dark>"), "dark": ("black",)})) == words


@pytest.mark.parametrize(
    ("phrase", "fault"),
    [
        ("[a door", "brackets"),
        ("a] door", "brackets"),
        ("[a [b] door", "brackets"),
        ("[a]", "brackets"),
        ("<color>", "no word of its own"),
        ("red? .. <color>", "no word of its own"),
        ("door <none>", "no class <none>"),
        ("door (red)", "is not a word"),
    ],
)
def test_a_phrase_that_cannot_work_is_refused(phrase: str, fault: str) -> None:
    with pytest.raises(PhraseError, match=fault):
        opened(phrase, {"color": ("red",)})


def test_the_narrowest_match_is_taken() -> None:
    assert of("door of .. house", "door of a door of a house") == ["door of a house"]
    assert of("red .. house", "red red house") == ["red house"]


def test_the_words_that_a_phrase_is_found_by_are_its_longest_own() -> None:
    assert found_by("[a] the front|rear door?") == {"front", "fronts", "rear", "rears"}


def test_one_alternation_finds_whole_words_only() -> None:
    pattern = alternation(["a", "an", "and", "day", "days", "x"])
    assert pattern.findall("a an and ants day days daytime x xx") == ["a", "an", "and", "day", "days", "x"]


def test_folding_keeps_every_character_at_its_place() -> None:
    text = "It’s A\u00a0non\u2010alcoholic İ \u200b\f"
    assert fold(text).startswith("it's a non-alcoholic")
    assert len(fold(text)) == len(text)


def test_rules_do_not_depend_on_how_they_are_asked() -> None:
    text = "\n\n".join(sentence for _, _, sentence in BAD)
    once = found(text)
    assert once == found(text) == found(text, checker=Checker(msgspec.convert(msgspec.to_builtins(RULES), Terms)))
