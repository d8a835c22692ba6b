"""Of a file of any kind only what people read is checked, and every character stays at its place."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from dooryard.core.edge import BadInput
from dooryard.core.language import Checker
from dooryard.directory import terms, visible, vocabularies
from dooryard.directory.visible import records

CHECKER = Checker(terms.load())
ROOT = Path(__file__).resolve().parents[2]

CASES: dict[str, tuple[str, list[tuple[int, str]]]] = {
    "text": ("An addict.\nA junkie.\n", [(1, "addict"), (2, "junkie")]),
    "markdown": (
        """\
        # For addicts

        A `junkie` in code, [a junkie](junkie.md), a **junkie** and _junkies_.

        ```
        junkie
        ```

        ~~~text
        junkie
        ```
        ~~~

        > A junkie, quoted
        and carried on, a junkie.

        *Heroin Addicts of the North* is a book. See <https://example.org/junkie> and [1].

            junkie, in an indented block

        - an item

            and its junkie
        - another

        | junkie | <q>junkie</q> |

        Drug <!-- junkie --> user, drug <em>user</em>.

        [1]: https://example.org/junkie "junkie"
        """,
        [
            (1, "addicts"), (3, "junkie"), (3, "junkie"), (3, "junkies"), (23, "junkie"), (26, "junkie"),
            (28, "Drug user"), (28, "drug user"),
        ],
    ),
    "html": (
        """\
        {% extends "base.html" %}{# junkie #}
        <title>For {{ name }} addicts</title>
        <p class="junkie" title="A junkie" data-x="junkie">Drug <b>user</b>s</p><p>drug</p><p>user</p>
        <img alt="two junkies" src="junkie.png"> <input placeholder='junkie'> <input type="submit" value="junkie">
        <input type="text" value="junkie"><meta name="description" content="junkie"><meta name="x" content="junkie">
        <button aria-label="{{ _('Every junkie') }}">{{ ngettext("%(n)s junkie", "%(n)s junkies", n) }}</button>
        <script>junkie</script><style>.junkie {}</style><code>junkie</code> <q>junkie</q> <cite>Junkie</cite>
        <blockquote><p>junkie</p></blockquote><!-- junkie -->
        {% trans %}No junkie{% endtrans %} drug {{ x }} user &ldquo;junkie&rdquo; &quot;junkie&quot; addict&rsquo;s
        drug&nbsp;user {{ at("/x") }} {% if a == "b" %}stoned{% endif %} {% set x = "wino" %} <br/> <x/>a < b
        """,
        [
            (2, "addicts"), (3, "junkie"), (3, "Drug user"), (4, "junkies"), (4, "junkie"), (4, "junkie"),
            (5, "junkie"), (6, "junkie"), (6, "junkie"), (6, "junkies"), (9, "junkie"), (9, "addict"),
            (10, "drug user"), (10, "stoned"), (10, "wino"),
        ],
    ),
    "po": (
        """\
        # junkie
        msgid ""
        msgstr ""
        "Language: es\\n"

        #. junkie
        #: junkie.html
        msgctxt "junkie"
        msgid "a drug "
        "user, \\"junkie\\""
        msgid_plural "drug users"
        msgstr[0] "junkie"
        msgstr[1] "junkie"

        #~ msgid "junkie"
        """,
        [(9, "drug user"), (11, "drug users")],
    ),
    "yaml": (
        """\
        # junkie
        addict: An addict  # junkie
        site: Junkie House
        services:
        - ref: junkie
          organization: The Junkies
          other_names: [Wino Inn, "Wino's"]
          url: https://example.org/junkie
          labels: {en: A wino, es: Un junkie}
          text: >-
            Every drug
            user is
            welcome

            to use "junkie" here
          sources:
          - {title: About a junkie, url: x, publisher: Junkie Press}
          - title: a junkie
        - &anchor 'the addict''s "junkie"'
        - *anchor
        - "addict\\u2019s \\"junkie\\" \\
          drug user"
        - drug
        - user
        - 12
        - !!str wino
        """,
        [
            (2, "addict"), (9, "wino"), (11, "drug user"), (18, "junkie"), (19, "addict"), (21, "addict"),
            (22, "drug user"), (26, "wino"),
        ],
    ),
    "json": (
        '{"junkie": "a junkie", "name": "The Junkies",\n "list": ["wino", "drug"], "user": 1, "x": "no \\"wino\\""}\n',
        [(1, "junkie"), (2, "wino")],
    ),
    "csv": (
        'name,text,url\nJunkie House,"A junkie, ""quoted junkie""",junkie\nx,drug\nuser,wino,y,wino\r\n"",stoned\n',
        [(2, "junkie"), (4, "wino"), (4, "wino"), (5, "stoned")],
    ),
    "python": (
        '''\
        """For addicts, `junkie` in code."""
        junkie = "a junkie"  # junkie
        x = ("every drug "  # and
             "user", f"{junkie} and a wino", r"\\junkie", b"junkie")
        """
        A drug
        user
        """
        y = 'don\\'t, \\'junkie\\' "junkie" \\n stoned', "drug", "user"
        ''',
        [
            (1, "addicts"), (2, "junkie"), (3, "drug user"), (4, "wino"), (4, "junkie"), (4, "junkie"),
            (6, "drug user"), (9, "stoned"),
        ],
    ),
    "javascript": (
        "// junkie\nconst junkie = \"a junkie\"; /* junkie\n*/"
        " f('wino', `stoned ${junkie} \\`junkies\\``); x = 'say \"junkie\"'\n",
        [(2, "junkie"), (3, "wino"), (3, "stoned"), (3, "junkies")],
    ),
    "vocabulary": (
        "needs:\n- key: a\n  labels: {en: A junkie, es: Un junkie}\n  words: |\n    junkie; addict\n",
        [(3, "junkie")],
    ),
    "terms": ("terms:\n- avoid: {junkie: junkie}\n  why: A junkie\n  prefer: [wino]\n", [(3, "junkie"), (4, "wino")]),
    "words": ("needs:\n  heating: junkie\n", []),
}  # fmt: skip
"""For each kind, a text in which the words stand in places that are read and in places that are not."""


@pytest.mark.parametrize("kind", visible.KINDS)
def test_only_what_people_read_is_checked(kind: str) -> None:
    text, expected = CASES[kind]
    text = textwrap.dedent(text)
    reading = visible.KINDS[kind](text)
    findings = CHECKER.findings(reading)
    found = [(one.line, one.words) for one in findings]
    assert found == expected
    for one in findings:
        assert text.split("\n")[one.line - 1][one.column - 1 :].startswith(one.words.split()[0][:4])


@pytest.mark.parametrize("kind", visible.KINDS)
def test_every_character_stays_at_its_place(kind: str) -> None:
    text = textwrap.dedent(CASES[kind][0])
    for part in visible.KINDS[kind](text):
        assert len(part) == len(text)
        assert [at for at, char in enumerate(part) if char == "\n"] == [
            at for at, char in enumerate(text) if char == "\n" and part[at] != "\u2028"
        ]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("markdown", "A junkie. <!-- language: quoted because the sign says it -->\n"),
        ("markdown", "<!-- language: quoted because the sign says it -->\nA long line\nand a junkie.\n"),
        ("html", "<p>A junkie.</p> {# language: quoted because the sign says it #}\n"),
        ("html", "<!-- language: quoted because the sign says it -->\n<p>A junkie.</p>\n"),
        ("po", '# language: quoted because the sign says it\nmsgid ""\n"A drug "\n"user"\nmsgstr ""\n'),
        ("yaml", "a: A junkie.  # language: quoted because the sign says it\n"),
        ("yaml", "# language: quoted because the sign says it\na: >-\n  A long\n  line, a junkie.\nb: fine\n"),
        ("python", 'x = "a junkie"  # language: quoted because the sign says it\n'),
        ("python", '# language: quoted because the sign says it\nx = (\n    "a drug "\n    "user"\n)\n'),
        ("javascript", 'x = "a junkie"; // language: quoted because the sign says it\n'),
        ("text", "A junkie.  # language: quoted because the sign says it\n"),
    ],
)
def test_an_exemption_stands_in_a_comment_of_its_kind(kind: str, text: str) -> None:
    assert CHECKER.findings(visible.KINDS[kind](text)) == []
    bare = text.replace("language: quoted", "")
    assert CHECKER.findings(visible.KINDS[kind](bare))
    idle = text.replace("junkie", "person").replace("user", "test")
    assert [one.rule for one in CHECKER.findings(visible.KINDS[kind](idle))] == ["exemption"]


def test_a_document_may_show_an_exemption_as_code() -> None:
    text = "Write `<!-- language: quoted because it is -->`, or:\n\n```\n# language: quoted because it is\n```\n"
    assert CHECKER.findings(visible.KINDS["markdown"](text)) == []


@pytest.mark.parametrize("language", ["en", "en_US"])
def test_an_english_catalog_is_checked_on_both_sides(language: str) -> None:
    text = f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"X-Junkie: junkie\\n"\n\nmsgid "a"\nmsgstr "a junkie"\n'
    assert [one.line for one in CHECKER.findings(visible.KINDS["po"](text))] == [7]


def test_a_template_of_messages_has_no_language() -> None:
    assert [one.line for one in CHECKER.findings(visible.KINDS["po"]('msgid "junkie"\nmsgstr ""\n'))] == [1]


@pytest.mark.parametrize(
    ("kind", "text", "fault"),
    [
        ("po", "msgid a\n", "line 1: this is not a gettext catalog"),
        ("yaml", "a: [\n", "line 2: this is not YAML"),
        ("yaml", "a: \x01\n", "this is not YAML"),
        ("yaml", "[" * 5000, "nested deeper than 100"),
        ("python", "x = (\n", "this is not Python"),
        ("python", "  x = 1\n y = 2\n", "this is not Python"),
    ],
)
def test_a_file_that_is_not_of_its_kind_is_refused(kind: str, text: str, fault: str) -> None:
    with pytest.raises(BadInput, match=fault):
        visible.KINDS[kind](text)


@pytest.mark.parametrize("kind", [kind for kind in visible.KINDS if kind not in ("po", "yaml", "python")])
@pytest.mark.parametrize(
    "text", ["", "<", "<!--", "{{ {% {#", "<a href='", "```", "\"'`", "& &x; &#0; &#xZ;", "</", "<?x", "<!x", "]]>"]
)
def test_broken_text_breaks_nothing(kind: str, text: str) -> None:
    for part in visible.KINDS[kind](f"a {text} junkie"):
        assert len(part) == len(text) + 9


def test_names_of_records_are_gathered_wherever_they_stand() -> None:
    text = textwrap.dedent(CASES["yaml"][0])
    found = {"Junkie House", "The Junkies", "Wino Inn", "Wino's", "About a junkie", "Junkie Press"}
    assert records.names(text) == found


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("README.md", "markdown"),
        ("a.HTML", "html"),
        ("a.po", "po"),
        ("a.yaml", "yaml"),
        ("Makefile", "text"),
        ("a.unknown", "text"),
        ("places/maine/words.yaml", "words"),
        ("places/maine/place.yaml", "yaml"),
        ("nowhere/words.yaml", "yaml"),
        (str(terms.TERMS), "terms"),
        (str(vocabularies.FOLDER / "treatment.yaml"), "vocabulary"),
    ],
)
def test_the_kind_of_a_file_is_told_by_its_name_and_place(name: str, kind: str) -> None:
    assert visible.kind_of(ROOT / name) == kind


def test_every_kind_has_its_case() -> None:
    assert set(CASES) == set(visible.KINDS)
    assert set(visible.SUFFIXES.values()) <= set(visible.KINDS)
