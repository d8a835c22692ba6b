"""A column that the database holds sealed."""

from __future__ import annotations

import logging
from typing import Any

from django.db import models

from dooryard.desk import own_key


class SealedText(models.TextField):
    """A text that is sealed on its way into the database, by the key that lies beside it (desk/own_key.py).

    What does not open reads as "": whoever uses it must take "" for nothing that anybody could know.
    """

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """What is stored."""
        return own_key.seal(value, self._label)

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        """What was stored, opened; None of a row that is not there (a join that found none)."""
        if value is None:
            return None
        opened = own_key.unseal(value, self._label)
        if opened is None:
            logging.getLogger("dooryard.desk").error("a sealed column does not open")
        return opened or ""

    @property
    def _label(self) -> str:
        return f"{self.model._meta.label_lower}.{self.attname}"
