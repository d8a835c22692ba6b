"""Reads YAML that people wrote by hand: plain text values only, bounded, with the line that each part stands on."""

from __future__ import annotations

from typing import Any

import yaml

from dooryard.feeds.report import Problem, Refused

LONGEST = 8 * 1024 * 1024
DEEPEST = 20
MOST_EVENTS = 2_000_000
LINE = "__line__"


def read(data: bytes, file: str) -> Any:
    """The value a YAML file holds; raises Refused where it is not one, is too large, or uses aliases or tags.

    Mappings carry the line they begin on under LINE, for the messages of whoever checks them.
    """
    try:
        text = data.decode("utf-8-sig")
        if len(data) > LONGEST:
            raise Refused("", (Problem(file=file, reason=f"longer than {LONGEST:,} bytes"),))
        _only_plain(text, file)
        return yaml.load(text, Loader=_Lines)  # noqa: S506 (it builds texts, lists and mappings only)
    except UnicodeDecodeError as error:
        raise Refused("", (Problem(file=file, reason=f"not UTF-8 text, at byte {error.start}"),)) from None
    except yaml.YAMLError as error:
        mark: yaml.Mark | None = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or "it cannot be read"
        line = mark.line + 1 if mark else 0
        raise Refused("", (Problem(file=file, line=line, reason=f"this is not YAML: {said}"),)) from None


def _only_plain(text: str, file: str) -> None:
    """Refuses aliases (a small file that unfolds to gigabytes), explicit tags and depth before anything is built."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.CBaseLoader)):
        line = event.start_mark.line + 1 if event.start_mark else 0
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        reason = ""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            reason = "anchors and aliases are not used here; write the value out"
        elif getattr(event, "tag", None):
            reason = "tags (!...) are not used here"
        elif depth > DEEPEST or count > MOST_EVENTS:
            reason = f"nested deeper than {DEEPEST} levels, or longer than {MOST_EVENTS:,} parts"
        if reason:
            raise Refused("", (Problem(file=file, line=line, reason=reason),))


class _Lines(yaml.CBaseLoader):
    """Every value stays the text that was written: 04401 keeps its zero, `no` is a word, 11:00 is no number."""


def _mapping(loader: _Lines, node: yaml.MappingNode) -> dict[str, Any]:
    value: dict[str, Any] = {LINE: node.start_mark.line + 1}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str) or key in value:
            raise yaml.constructor.ConstructorError(None, None, "a key is given twice", key_node.start_mark)
        value[key] = loader.construct_object(value_node, deep=True)
    return value


_Lines.add_constructor("tag:yaml.org,2002:map", _mapping)
