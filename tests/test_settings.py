"""Settings are read from the environment, and a wrong value stops the start with a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kpfield.environment import Environment

ROOT = Path(__file__).resolve().parent.parent
KEY = "k3y-" + "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP"
PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "records.example",
    "DATABASE_URL": "sqlite:////tmp/kpfield-deploy.sqlite3",
}


def manage(*arguments, **environ):
    path = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**path, **environ},
        text=True,
        capture_output=True,
        check=False,
    )


def test_production_needs_only_four_variables_and_passes_the_deploy_check():
    checked = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert checked.returncode == 0, checked.stderr


def test_the_deploy_check_says_that_a_password_alone_opens_the_desk():
    checked = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION, SECOND_FACTOR="0")

    assert checked.returncode != 0
    assert "Staff sign in with a password alone." in checked.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_a_missing_variable_is_named(name):
    started = manage("check", **{**PRODUCTION, name: ""})

    assert started.returncode != 0
    assert f"{name} is not set" in started.stderr
    assert "Traceback" not in started.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DEBUG", "perhaps", "write 1 or 0"),
        ("SECRET_KEY", "short", "too easy to guess"),
        ("DATABASE_URL", "mysql://x/y", "not understood"),
        ("PROXIES", "two", "whole number"),
        ("MEDIA", "photos", "full path"),
        ("FILES_AT", "s3://bucket", "write s3://key:secret@host/bucket"),
    ],
)
def test_a_wrong_value_is_a_sentence(name, value, sentence):
    started = manage("check", **{**PRODUCTION, name: value})

    assert sentence in started.stderr
    assert "Traceback" not in started.stderr


def test_every_fault_is_told_at_once():
    env = Environment({"DEBUG": "perhaps"})
    env.flag("DEBUG", default=False)
    env.secret("SECRET_KEY")

    with pytest.raises(SystemExit, match=r"(?s)DEBUG.*SECRET_KEY"):
        env.finish()


@pytest.mark.parametrize(("said", "secrets"), [("", []), ("one", ["one"]), ("two, one,", ["two", "one"])])
def test_former_secrets_are_told_the_newest_first(said, secrets):
    assert Environment({"SECRET_KEY_FALLBACKS": said}).former_secrets("SECRET_KEY_FALLBACKS") == secrets


def test_a_postgres_address_is_taken_apart():
    database = Environment({"DATABASE_URL": "postgres://me:p%40ss@db.example:5433/field"}).database("DATABASE_URL")

    assert database["PASSWORD"] == "p@ss"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", "5433", "field")


@pytest.fixture
def demonstration(tmp_path):
    file = tmp_path / "demo.env"
    file.write_text("# made by the demonstration\nDEBUG=1\nDEMO=1\nSECRET_KEY=from-the-file\n")
    return file


def test_the_environment_wins_over_the_file(demonstration):
    env = Environment.read(demonstration, {"DEBUG": "0"})

    assert (env.values["DEBUG"], env.values["SECRET_KEY"]) == ("0", "from-the-file")


def test_a_deployment_takes_nothing_from_the_demonstration(demonstration):
    env = Environment.read(demonstration, {"SECRET_KEY": KEY})

    assert env.values == {"SECRET_KEY": KEY}


def test_photos_may_stand_in_a_bucket():
    bucket = Environment({"FILES_AT": "s3://key:se%2Fcret@objects.example:9000/photos"}).bucket("FILES_AT")

    assert bucket["BACKEND"] == "storages.backends.s3.S3Storage"
    assert bucket["OPTIONS"]["endpoint_url"] == "https://objects.example:9000"
    assert (bucket["OPTIONS"]["bucket_name"], bucket["OPTIONS"]["secret_key"]) == ("photos", "se/cret")


def test_a_bucket_needs_its_package(monkeypatch):
    monkeypatch.setattr("kpfield.environment.find_spec", lambda name: None)
    given = Environment({"FILES_AT": "s3://key:secret@objects.example/photos"})
    given.bucket("FILES_AT")

    with pytest.raises(SystemExit, match="django-storages"):
        given.finish()
