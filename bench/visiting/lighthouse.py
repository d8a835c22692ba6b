"""What Lighthouse says of a page: its scores of 100, and the audits that keep them from it."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

PROGRAM = Path(__file__).parents[2] / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices")
TRIES = 3
"""On a machine that is busy it may miss the beginning of the visit, and asks to be run again (NO_NAVSTART)."""
FLAGS = "--headless=new --no-sandbox --disable-dev-shm-usage --disable-gpu"


def judged(address: str, *, desktop: bool) -> dict[str, Any]:
    """Scores by category, and under `lost` what each audit that weighs cost; a phone on a slow line, or a desktop."""
    command = ["node", str(PROGRAM), address, "--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}"]
    command += [f"--chrome-flags={FLAGS}", *(["--preset=desktop"] if desktop else [])]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        environment = os.environ | {"CHROME_PATH": "/usr/bin/chromium"}
        command.append(f"--output-path={report}")
        for _ in range(TRIES):
            done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
            if "NO_NAVSTART" not in done.stderr:
                break
        if done.returncode:
            raise RuntimeError(f"Lighthouse: {done.stderr.strip()[-300:]}")
        told = json.loads(report.read_text(encoding="utf-8"))
    scores = {name: round(100 * (told["categories"][name]["score"] or 0)) for name in CATEGORIES}
    return scores | {"lost": _lost(told)}


def _lost(told: dict[str, Any]) -> list[str]:
    """The audits that weigh in a category and are not perfect, with their titles and values."""
    found = []
    for name in CATEGORIES:
        for one in told["categories"][name]["auditRefs"]:
            audit = told["audits"][one["id"]]
            if one["weight"] and audit["score"] is not None and audit["score"] < 1:
                shown = audit.get("displayValue", "")
                found.append(f"{name}: {audit['title']} {shown}".strip())
    return found
