"""The words that invented records are made of: twenty kinds of help, common words, made-up names."""

from __future__ import annotations

from typing import Any


def _split(words: str) -> list[str]:
    return words.split()


_KINDS = """
opioid treatment: opioid methadone buprenorphine suboxone dosing clinic medication assisted addiction induction
withdrawal: detox withdrawal medical alcohol monitored stabilization sedative taper inpatient beds
residential: residential rehab inpatient sober structured phase addiction counseling therapeutic
outpatient: outpatient intensive counseling relapse group evaluation substance stimulant cocaine contingency
harm reduction: naloxone narcan syringe needle exchange fentanyl strip sharps disposal drug checking outreach wound kit
recovery: peer recovery coach meeting mutual sponsor telephone sober living warmline
mental health: mental therapy psychiatry trauma depression anxiety suicide grief crisis teen
food: food pantry meal grocery soup kitchen delivery produce hunger
shelter: shelter overnight emergency warming motel homeless transitional supportive
housing: rental eviction landlord deposit voucher subsidized tenant assistance
heating: heating fuel oil propane weatherization electric arrearage utility
primary care: primary physician vaccination screening prescription telehealth sliding prenatal
testing: hiv hepatitis testing std prep linkage screening syphilis
dental: dental dentist extraction denture cleaning tooth oral
legal: legal attorney expungement court custody immigration representation
work: employment resume career apprenticeship workforce vocational interview
children: childcare preschool diaper foster respite afterschool parenting
rides: transportation ride bus pass driver paratransit mileage
veterans: veteran military discharge claim benefit deployment
violence: domestic violence assault survivor safety trafficking advocate
"""

CATEGORIES: dict[str, list[str]] = {
    name.replace(" ", "-"): words.split() for name, words in (line.split(": ") for line in _KINDS.strip().splitlines())
}

COMMON = _split("""
the and for with to of in who are is at by or from services program provides offers people help support call walk
appointment referral intake office staff open county community free cost eligible residents proof income accepted
""")

SYNONYMS = {
    "naloxone": ("narcan",),
    "narcan": ("naloxone",),
    "syringe": ("needle", "sharp"),
    "needle": ("syringe",),
    "rehab": ("residential", "inpatient"),
    "detox": ("withdrawal", "stabilization"),
    "suboxone": ("buprenorphine",),
    "buprenorphine": ("suboxone",),
    "shelter": ("overnight",),
    "food": ("grocery", "meal"),
    "therapy": ("counseling",),
    "physician": ("primary",),
    "ride": ("transportation", "bus"),
    "fuel": ("heating", "oil"),
    "addiction": ("substance", "opioid"),
    "sober": ("recovery",),
}

SUFFIXES = (
    "Community Health Center", "Recovery Center", "Family Services", "Action Council", "Treatment Center", "Outreach",
    "Medical Group", "Coalition", "Behavioral Health", "Hospital", "Wellness Clinic", "Alliance",
)  # fmt: skip

LANGUAGES = [
    "English", "Spanish", "French", "Somali", "Arabic", "Portuguese", "Lingala", "Kinyarwanda", "Khmer", "Vietnamese",
    "Chinese", "Russian", "Swahili", "Dari", "Pashto", "Farsi", "Acholi", "Amharic", "Tigrinya", "Haitian Creole",
    "German", "Italian", "Polish", "Thai", "Tagalog", "Hindi", "Urdu", "Nepali", "Burmese", "Korean", "Japanese",
    "American Sign Language",
]  # fmt: skip

COSTS = ("free", "sliding scale", "medicaid", "medicare", "private insurance", "self-pay")

AUDIENCES = (
    "adults", "women", "men", "youth", "families", "older adults", "pregnant people", "veterans", "after release",
    "lgbtq people", "people with disabilities", "people without housing",
)  # fmt: skip

_SYLLABLES = _split(
    "ba ken lo mar ter wick port dor har lin ston ber ra wood chel nor ville gar mil den tan cor bur mont"
)


def made_up(count: int, random: Any) -> list[str]:
    """So many distinct words that sound like names."""
    found: dict[str, None] = {}
    while len(found) < count:
        parts = random.integers(0, len(_SYLLABLES), int(random.integers(2, 5)))
        found["".join(_SYLLABLES[at] for at in parts)] = None
    return list(found)
