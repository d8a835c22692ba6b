"""What people read of YAML: the values, but not keys, addresses, names, the titles of sources or other languages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

import yaml

from dooryard.core.edge import BadInput
from dooryard.core.language import Reading
from dooryard.directory.visible.masks import Piece, blank, mark, only, unescaped

NAMES = ("organization", "site", "other_names", "publisher")
"""Keys whose values are names: they are as they are, and pass wherever else they stand."""

DEEPEST = 100
_TITLE = "title"
_ADDRESSES = ("url", "ref", "key", "link")
_OTHER_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")
_BEFORE = re.compile(r"(?:[&!]\S*\s+)+")
_REMARK = re.compile(r"(?<!\S)#[^\n]*")


class _Value(NamedTuple):
    node: yaml.ScalarNode
    keys: tuple[str, ...]
    named: bool
    read: bool


def records(text: str, under: Collection[str] = ()) -> Reading:
    """The values that people read, where keys are given only what stands `under` them; remarks are the comments."""
    values = sorted(_values(text), key=lambda value: value.node.start_mark.index)
    spans = [Piece(value.node.start_mark.index, value.node.end_mark.index, "") for value in values]
    shown = (
        Piece(span.start, span.end, _written(value.node, text[span.start : span.end]))
        for value, span in zip(values, spans, strict=True)
        if value.read and (not under or any(key in under for key in value.keys))
    )
    bare, last = [], 0
    for span in spans:
        bare += [text[last : span.start], blank(text[span.start : span.end], "x")]
        last = span.end
    rest = "".join([*bare, text[last:]])
    return Reading(only(text, shown), only(rest, (Piece(*match.span(), match[0]) for match in _REMARK.finditer(rest))))


def names(text: str) -> set[str]:
    """The names that records carry: organizations, sites, publishers, the titles of what they cite."""
    return {" ".join(value.node.value.split()) for value in _values(text) if value.named} - {""}


def _values(text: str) -> Iterator[_Value]:
    try:
        _not_too_deep(text)
        for document in yaml.compose_all(text, Loader=yaml.CSafeLoader):  # composes nodes, builds nothing
            yield from _below(document, (), False, True, set())
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        where = f"line {place.line + 1}: " if place else ""
        raise BadInput(f"{where}this is not YAML: {getattr(error, 'problem', None) or 'it cannot be read'}") from None


def _not_too_deep(text: str) -> None:
    """Refuse what would be followed down until the stack ends."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise BadInput(f"this YAML is nested deeper than {DEEPEST} levels")


def _below(node: yaml.Node | None, keys: tuple[str, ...], named: bool, read: bool, met: set[int]) -> Iterator[_Value]:
    """Every value of a node, keys too, each once however often an alias names it."""
    if node is None or id(node) in met:
        return
    met.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        yield _Value(node, keys, named, read and not named)
    elif isinstance(node, yaml.SequenceNode):
        for part in node.value:
            yield from _below(part, keys, named, read, met)
    elif isinstance(node, yaml.MappingNode):
        siblings = {key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            yield from _below(key, keys, False, False, met)
            a_name = named or name in NAMES or (name == _TITLE and "url" in siblings)
            yield from _below(value, (*keys, name), a_name, read and _is_read(name, siblings), met)


def _is_read(name: str, siblings: Collection[str]) -> bool:
    return name not in _ADDRESSES and not ("en" in siblings and name != "en" and _OTHER_LANGUAGE.fullmatch(name))


def _written(node: yaml.ScalarNode, part: str) -> str:
    """A value as it is read: without its anchor, quotes, escapes or the sign of a block."""
    found = _BEFORE.match(part)
    start = found.end() if found else 0
    body = part[start:]
    if node.style in ("|", ">"):
        head = len(body.split("\n", 1)[0])
        return blank(part[: start + head]) + body[head:]
    if node.style == '"':
        return blank(part[: start + 1]) + unescaped(body[1:-1]) + " "
    if node.style == "'":
        return blank(part[: start + 1]) + re.sub("''", lambda two: mark(two, "'"), body[1:-1]) + " "
    return blank(part[:start]) + body
