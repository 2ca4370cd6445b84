"""The import order is the reading order: an app imports only from those that this table names."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Lowest first; an app may import those listed before it, and only those named here.
RECORDS_BELOW = "review files accounts places forms journal quantities"
MAY_IMPORT = {
    "quantities": "",
    "columns": "quantities",
    "statements": "",
    "journal": "statements",
    "forms": "quantities",
    "places": "journal quantities",
    "accounts": "places journal quantities",
    "maps": "accounts places journal quantities",
    "files": "accounts places journal quantities",
    "review": "accounts places journal quantities",
    "registry": f"statements {RECORDS_BELOW}",
    # Of the columns it reads the tables of size classes, in which stones are weighed.
    "ledger": f"registry columns statements {RECORDS_BELOW}",
    # Above the ledger, whose facts it is made of and whose finds it marks; the ledger need not know of supervision.
    "inspections": f"ledger registry statements {RECORDS_BELOW}",
    "sync": f"ledger registry maps statements {RECORDS_BELOW}",
    # Above the door and supervision: what is held on one person lies in all of them.
    "persons": f"sync inspections ledger registry statements {RECORDS_BELOW}",
    "figures": f"inspections ledger registry columns {RECORDS_BELOW}",
    "returns": "figures columns places accounts journal quantities",
    "inventories": "returns columns places journal quantities",
    "field": "forms quantities",
    "demo": f"sync ledger registry columns maps {RECORDS_BELOW}",
}
APPS = [folder.name for folder in sorted((ROOT / "apps").iterdir()) if (folder / "__init__.py").exists()]
BANNED_NAMES = {"core", "common", "utils", "helpers", "libs", "services", "misc", "selectors"}


def modules(app: str) -> list[Path]:
    return [path for path in (ROOT / "apps" / app).rglob("*.py") if "node_modules" not in path.parts]


def imported_apps(module: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == "apps":
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("apps."):
            names.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            names |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("apps.")}
    return names


def test_every_app_has_its_place():
    assert set(APPS) == set(MAY_IMPORT)


@pytest.mark.parametrize("app", MAY_IMPORT)
def test_an_app_imports_only_what_stands_below_it(app):
    allowed = set(MAY_IMPORT[app].split()) | {app}

    wrong = {str(module.relative_to(ROOT)): imported_apps(module) - allowed for module in modules(app)}

    assert {where: names for where, names in wrong.items() if names} == {}


@pytest.mark.parametrize("app", MAY_IMPORT)
def test_no_app_leans_on_the_project(app):
    leaning = [module.name for module in modules(app) if "from kpfield" in module.read_text()]

    assert leaning == []


def test_the_table_has_no_arrow_upward():
    order = list(MAY_IMPORT)

    assert all(order.index(below) < order.index(app) for app, names in MAY_IMPORT.items() for below in names.split())


@pytest.mark.parametrize("app", MAY_IMPORT)
def test_imports_stand_at_the_top(app):
    hidden = []
    for module in modules(app):
        tree = ast.parse(module.read_text())
        inside = [node for scope in ast.walk(tree) if isinstance(scope, ast.FunctionDef) for node in ast.walk(scope)]
        hidden += [f"{module.name}:{node.lineno}" for node in inside if isinstance(node, ast.Import | ast.ImportFrom)]
        hidden += [module.name for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "TYPE_CHECKING"]

    assert hidden == []


def test_no_module_is_called_by_a_word_that_says_nothing():
    assert [path for app in APPS for path in modules(app) if path.stem in BANNED_NAMES] == []


def test_one_broad_except_in_the_whole_house():
    broad = []
    for app in APPS:
        for module in modules(app):
            for node in ast.walk(ast.parse(module.read_text())):
                if isinstance(node, ast.ExceptHandler) and (
                    node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}
                ):
                    broad.append(str(module.relative_to(ROOT)))

    assert len(broad) == 1
    assert broad[0].startswith("apps/sync/")
