"""What services are sorted by, and which of them harm most when a number is wrong."""

from __future__ import annotations

from dooryard.core.saying import mark

SERVICES = {
    "naloxone": mark("Naloxone"),
    "syringe-services": mark("Syringe services"),
    "harm-reduction": mark("Harm reduction"),
    "drug-checking": mark("Drug checking"),
    "crisis": mark("Crisis help"),
    "withdrawal-management": mark("Detox (withdrawal management)"),
    "opioid-treatment-program": mark("Methadone (opioid treatment program)"),
    "buprenorphine": mark("Buprenorphine"),
    "options-liaison": mark("OPTIONS liaison"),
    "residential-treatment": mark("Residential treatment"),
    "outpatient": mark("Outpatient treatment"),
    "recovery-community-center": mark("Recovery community center"),
    "recovery-residence": mark("Recovery residence"),
    "peer-support": mark("Peer support"),
    "family-support": mark("Family support"),
    "youth": mark("Services for young people"),
    "housing": mark("Housing and shelter"),
    "food": mark("Food"),
    "other": mark("Other services"),
    "hotline": mark("Line to call or text"),
}
"""Every category a record may have as its main job, with its name."""

LINES = {
    "emergency": mark("Emergency line"),
    "suicide": mark("Suicide line"),
    "crisis-text": mark("Crisis line by text"),
    "using-alone": mark("Someone on the line while you use"),
    "poison": mark("Poison center"),
    "domestic-violence": mark("Domestic violence line"),
    "sexual-assault": mark("Sexual assault line"),
    "veterans": mark("Line for veterans and service members"),
    "info-line": mark("Line that finds services"),
    "treatment-line": mark("Line that finds treatment"),
    "access-line": mark("Intake line"),
    "warmline": mark("Peer line to talk"),
    "family-line": mark("Line for families"),
    "youth-line": mark("Line for young people"),
    "street-outreach": mark("Street outreach line"),
}
"""What a line is for, besides being one."""

ALL = SERVICES | LINES

_HARM = (
    ("emergency", "suicide", "using-alone"),
    ("crisis", "crisis-text", "poison"),
    ("naloxone", "syringe-services", "harm-reduction", "drug-checking"),
    ("domestic-violence", "sexual-assault", "info-line", "veterans"),
    ("withdrawal-management", "opioid-treatment-program", "buprenorphine", "options-liaison"),
)


def harm(categories: tuple[str, ...]) -> int:
    """How soon a record of these categories must be confirmed, 0 first: a wrong number there can cost a life."""
    ranks = [rank for rank, group in enumerate(_HARM) if any(category in group for category in categories)]
    return min(ranks, default=len(_HARM))
