"""A text for people that core makes: English by itself, and translatable because it remembers what it was made of."""

from __future__ import annotations


class Said(str):
    """A sentence with its values filled in; `template` and `values` are what a translator's catalog is asked with.

    `Said("That ZIP is not in {state}.", state="Testland")` reads as its English. The template must be written out where
    it is said, so that the tool that collects texts for translators finds it.
    """

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, **values: object) -> Said:
        """The English sentence; `values` fill the braces of the template."""
        made = super().__new__(cls, template.format(**values))
        made.template, made.values = template, values
        return made
