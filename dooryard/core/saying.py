"""A text for people that core makes: English by itself, and translatable because it remembers what it was made of."""

from __future__ import annotations


class Said(str):
    """A sentence with its values filled in; `template` and `values` are what a translator's catalog is asked with.

    `Said("That ZIP is not in {state}.", state="Testland")` reads as its English. The template must be written out where
    it is said, so that the tool that collects texts for translators finds it. A whole number is written as the language
    writes numbers ("1,200"); a number that is a name, such as a year, is given as text. Where a sentence depends on how
    many, `plural` is its second form and the value `n` the number: Said("{n} source", plural="{n} sources", n=2).
    """

    template: str
    plural: str
    values: dict[str, object]

    def __new__(cls, template: str, *, plural: str = "", **values: object) -> Said:
        """The English sentence; `values` fill the braces of the template."""
        chosen = plural if plural and values["n"] != 1 else template
        made = super().__new__(cls, chosen.format(**{name: _english(value) for name, value in values.items()}))
        made.template, made.plural, made.values = template, plural, values
        return made


def mark(text: str) -> str:
    """The text itself: one named here and said elsewhere, marked so that the translators' tool finds it."""
    return text


def _english(value: object) -> object:
    return f"{value:,}" if isinstance(value, int) else value
