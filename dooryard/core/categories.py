"""What services are sorted by, and which of them harm most when a number is wrong."""

from __future__ import annotations

SERVICES = {
    "naloxone": "Naloxone",
    "syringe-services": "Syringe services",
    "harm-reduction": "Harm reduction",
    "drug-checking": "Drug checking",
    "crisis": "Crisis help",
    "withdrawal-management": "Detox (withdrawal management)",
    "opioid-treatment-program": "Methadone (opioid treatment program)",
    "buprenorphine": "Buprenorphine",
    "options-liaison": "OPTIONS liaison",
    "residential-treatment": "Residential treatment",
    "outpatient": "Outpatient treatment",
    "recovery-community-center": "Recovery community center",
    "recovery-residence": "Recovery residence",
    "peer-support": "Peer support",
    "family-support": "Family support",
    "youth": "Services for young people",
    "housing": "Housing and shelter",
    "food": "Food",
    "other": "Other services",
    "hotline": "Line to call or text",
}
"""Every category a record may have as its main job, with its name."""

LINES = {
    "emergency": "Emergency line",
    "suicide": "Suicide line",
    "crisis-text": "Crisis line by text",
    "using-alone": "Someone on the line while you use",
    "poison": "Poison center",
    "domestic-violence": "Domestic violence line",
    "sexual-assault": "Sexual assault line",
    "veterans": "Line for veterans and service members",
    "info-line": "Line that finds services",
    "treatment-line": "Line that finds treatment",
    "access-line": "Intake line",
    "warmline": "Peer line to talk",
    "family-line": "Line for families",
    "youth-line": "Line for young people",
    "street-outreach": "Street outreach line",
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
