"""What each import did, for anyone to read: the runs, and the rows that were held back with the reason."""

from __future__ import annotations

from django.db import models

COUNTS = ("read", "added", "changed", "same", "held", "removed")


class ImportRun(models.Model):
    """One import of one source.

    `digest` is the SHA-256 (hex) of the raw bytes, `size` their number. read = added + changed + same + held;
    `removed` counts records that the source no longer has. `by` is an account or a part of the system.
    """

    source = models.TextField()
    format = models.TextField()
    at = models.DateTimeField()
    by = models.TextField()
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    read = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(read=models.F("added") + models.F("changed") + models.F("same") + models.F("held")),
                name="import_adds_up",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.at:%Y-%m-%d %H:%M}"


class HeldRow(models.Model):
    """A row, or a number of it, that is not shown, and why; `raw` is the row as it was read, as JSON.

    `part` is "" for the whole row, else what of it is held ("phone"). `file` and `line` say where it stands.
    """

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="held_rows")
    ref = models.TextField()
    part = models.TextField(blank=True, default="")
    reason = models.TextField()
    file = models.TextField(blank=True, default="")
    line = models.PositiveIntegerField(default=0)
    raw = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["run", "id"]

    def __str__(self) -> str:
        return f"{self.ref} {self.reason}"
