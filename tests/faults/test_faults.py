"""A sample of what `make faults` runs whole: schedules, a replay, and bugs that were planted to be found."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.faults.plants.source import PATCHES

ROOT = Path(__file__).parents[2]


def faults(*arguments):
    command = [sys.executable, "-m", "tests.faults", f"--database={connection.vendor}", "--processes=1", *arguments]
    done = subprocess.run(command, check=False, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.strip().splitlines()


@pytest.mark.its_own
def test_whatever_fails_nothing_is_lost_or_doubled_or_left_unexplained():
    code, lines = faults("--schedules=40", "--seed=sample")

    assert lines[-1] == "schedules 40 lost 0 doubled 0 unexplained 0", "\n".join(lines)
    assert code == 0


@pytest.mark.its_own
def test_a_schedule_is_played_again_from_its_seed():
    first, again = (re.findall("trace ([0-9a-f]{32})", "\n".join(faults("--replay=7")[1])) for _ in range(2))

    assert len(first) == 1
    assert first == again


@pytest.mark.parametrize("plant", ["delete-before-receipt", "held-item-dropped", "event-serialised-anew"])
def test_a_planted_bug_is_found(plant):
    code, lines = faults("--schedules=100", f"--plant={plant}")

    assert code == 1, "\n".join(lines)
    assert any(line.startswith(f"plant {plant}: found in schedule") for line in lines), "\n".join(lines)


@pytest.mark.parametrize("plant", PATCHES)
def test_a_plant_in_the_tablet_still_fits_its_sources(plant):
    for patch in PATCHES[plant]:
        assert (ROOT / "apps/field/tablet/src" / patch["file"]).read_text().count(patch["was"]) == 1, patch["was"]


def test_every_plant_has_a_name_of_one_word():
    code, lines = faults("--plant=list")

    assert code == 0
    assert len(lines) >= 12
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", line) for line in lines)
