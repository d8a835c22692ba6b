"""Reads and writes the catalogs: gettext files, sorted, with a head that says who has reviewed a health text.

A text that changed is a new text: what was translated of the old one is never taken over by a guess, and the page says
the new one in English until somebody has translated it. What is no longer said is kept at the end of the file, so that
it need not be translated twice if it comes back.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog, Message

from dooryard.directory import languages
from tools.messages.collect import Text

TWO = "nplurals=2; plural=(n != 1);"
PLURALS = {
    "es": TWO,
    "fr": "nplurals=2; plural=(n > 1);",
    "pt": TWO,
    "so": TWO,
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}
"""How many forms a word has by number in each language, and which one is taken, as gettext's manual has it."""

REVIEW = ("X-Reviewed-By", "X-Reviewed-On")
Key = tuple[str, str]


def read(path: Path, code: str) -> Catalog:
    """A catalog; an empty one where there is no file yet."""
    text = path.read_bytes() if path.is_file() else _head(code, None).encode()
    return pofile.read_po(io.BytesIO(text), locale=code)


def updated(path: Path, code: str, texts: Iterable[Text]) -> str:
    """What the file should hold: every text once, in order, with the translations that it has already.

    Who reviewed it has not seen a text that came later, so a text more takes the review off the file.
    """
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    old = {_key(message): message for message in known(read(path, code))}
    new = Catalog(locale=code)
    for key, found in sorted(_by_text(texts).items()):
        _add(new, key, found, old.get(key))
    gone = {key: message for key, message in old.items() if key not in {_key(one) for one in known(new)}}
    for key, message in sorted(gone.items()):
        if any(forms(message)):
            message.locations = []
            new.obsolete[key] = message
    said = _review(before) if all(_key(one) in old for one in known(new)) else {}
    return _head(code, said if path.stem != languages.SITE else None) + _body(new)


def _add(catalog: Catalog, key: Key, found: list[Text], before: Message | None) -> None:
    """A text with every file that says it, and with its translation if there is one."""
    text, context = key
    plural = next((one.plural for one in found if one.plural), "")
    made = catalog.add((text, plural) if plural else text, context=context or None)
    made.locations = [(file, None) for file in sorted({one.file for one in found if one.file})]  # type: ignore[misc]
    if before and bool(before.pluralizable) == bool(plural):
        made.string, made.flags = before.string, made.flags | (before.flags & {"fuzzy"})


def forms(message: Message) -> list[str]:
    """The translations of a text: one, or one for each form that its number takes; empty texts where there is none."""
    told = message.string or ""
    return [told] if isinstance(told, str) else list(told)


def known(catalog: Catalog) -> list[Message]:
    """Every text of a catalog, also those that are no longer said; without the head."""
    return [message for message in (*catalog, *catalog.obsolete.values()) if message.id]


def _key(message: Message) -> Key:
    text = message.id[0] if message.pluralizable else message.id
    return str(text), message.context or ""


def _by_text(texts: Iterable[Text]) -> dict[Key, list[Text]]:
    found: dict[Key, list[Text]] = {}
    for one in texts:
        found.setdefault((one.text, one.context), []).append(one)
    return found


def _review(before: str) -> dict[str, str]:
    """What the head of a file says of a review."""
    return dict(re.findall(r'^"(X-Reviewed-[A-Za-z]+): *(.*?)\\n"$', before.partition("\n\n")[0], re.M))


def _head(code: str, review: dict[str, str] | None) -> str:
    """The head of a file, with who has reviewed it where it is one of health text."""
    lines = [
        "Project-Id-Version: Dooryard",
        f"Language: {code}",
        f"Plural-Forms: {PLURALS[code]}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        *(f"{name}: {review.get(name, '')}".rstrip() for name in REVIEW if review is not None),
    ]
    quoted = "\n".join(f'"{line}\\n"' for line in lines)
    name = languages.LANGUAGES[code].name
    return f'# {name}. How to translate: docs/how-to/translate.md\nmsgid ""\nmsgstr ""\n{quoted}\n\n'


def _body(catalog: Catalog) -> str:
    made = io.BytesIO()
    pofile.write_po(made, catalog, width=0, omit_header=True, include_lineno=False)
    return made.getvalue().decode("utf-8").lstrip("\n")
