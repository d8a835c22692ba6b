"""What is done at the desk: each thing in one transaction, with who did it and its row in the audit log."""

from __future__ import annotations

from dooryard.desk.actions.audit import record

__all__ = ["record"]
