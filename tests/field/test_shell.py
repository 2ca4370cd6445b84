"""The page of the tablet: the same for everybody, kept whole by its worker, and a sentence where it is not built."""

from __future__ import annotations

import json
import re

import pytest

from apps.field import checks, views
from apps.field.build import NotBuiltError, read_build


@pytest.fixture
def folder(tmp_path):
    """A build as Vite leaves it: an entry, a part that it loads when first used, a style, the worker."""
    chunks = {
        "src/main.tsx": {
            "file": "app-1.js",
            "css": ["app-1.css"],
            "imports": ["_shared"],
            "dynamicImports": ["src/map.ts"],
        },
        "_shared": {"file": "shared-1.js"},
        "src/map.ts": {"file": "map-1.js", "imports": ["_shared", "src/main.tsx"]},
        "src/sw.ts": {"file": "sw.js"},
        "src/logworker.ts": {"file": "log.js"},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(chunks))
    for name in ["app-1.js", "app-1.css", "shared-1.js", "map-1.js", "sw.js", "log.js"]:
        (tmp_path / name).write_text(f"/* {name} */")
    for name in ["icon.svg", "icon-192.png", "icon-512.png", "icon-maskable-512.png"]:
        (tmp_path / name).write_bytes(b"icon")
    return tmp_path


@pytest.fixture
def built(folder, monkeypatch):
    monkeypatch.setattr(views, "read_build", lambda: read_build(folder))
    return folder


@pytest.fixture
def unbuilt(tmp_path, monkeypatch):
    def read():
        return read_build(tmp_path / "nothing")

    monkeypatch.setattr(views, "read_build", read)
    monkeypatch.setattr(checks, "read_build", read)


def worker(client):
    response = client.get("/field/sw.js")
    return response, json.loads(re.match(r"const SHELL = (.*);\n", response.content.decode())[1])


def test_the_page_loads_its_script_and_has_none_inside(client, built):
    page = client.get("/field/").content.decode()

    assert '<script type="module" src="/static/field/app-1.js"></script>' in page
    assert re.findall(r"<script[^>]*>[^<]", page) == []
    assert " style=" not in page


def test_only_the_tablet_demands_trusted_types(client, built):
    assert "require-trusted-types-for 'script'" in client.get("/field/")["Content-Security-Policy"]


def test_the_page_says_nothing_of_who_asked(client, built):
    alone = client.get("/field/").content

    assert client.get("/field/", headers={"accept-language": "fr"}).content == alone
    assert b"<title>kpfield</title>" in alone


def test_the_worker_keeps_every_file_also_those_loaded_later(client, built):
    response, shell = worker(client)

    assert shell["page"] == "/field/"
    assert {
        "/static/field/app-1.js",
        "/static/field/map-1.js",
        "/static/field/shared-1.js",
        "/static/field/app-1.css",
        "/field/log.js",
    } <= set(shell["files"])
    assert response["Service-Worker-Allowed"] == "/field/"
    assert response["Cache-Control"] == "no-cache"
    assert response["Content-Type"] == "text/javascript"


def test_any_changed_byte_of_the_app_is_a_new_version(client, built):
    before = worker(client)[1]["version"]
    (built / "icon-512.png").write_bytes(b"another icon")

    assert worker(client)[1]["version"] != before


def test_the_worker_of_the_log_is_served_where_it_can_be_started_without_a_network(client, built):
    response = client.get("/field/log.js")

    assert response.content == b"/* log.js */"
    assert response["Content-Type"] == "text/javascript"


def test_the_home_screen_gets_a_name_and_an_icon_of_any_shape(client, built):
    described = client.get("/field/manifest.webmanifest").json()

    assert described["scope"] == described["start_url"] == "/field/"
    assert "maskable" in [icon.get("purpose") for icon in described["icons"]]


def test_without_a_build_the_page_says_what_to_do(client, unbuilt):
    response = client.get("/field/")

    assert response.status_code == 503
    assert "make tablet" in response.content.decode()
    assert client.get("/field/sw.js").status_code == 503
    assert [found.id for found in checks.tablet_is_built()] == ["field.W001"]


def test_a_build_cut_short_is_not_served(folder):
    (folder / "shared-1.js").unlink()

    with pytest.raises(NotBuiltError, match=r"shared-1\.js"):
        read_build(folder)


def test_a_build_of_another_version_is_not_served(folder):
    (folder / "manifest.json").write_text("{}")

    with pytest.raises(NotBuiltError):
        read_build(folder)


def test_only_reading_is_allowed(client, built):
    assert client.post("/field/").status_code == 405
