"""Compile every translation catalogue; `python -m tools.words`. The compiled files are not kept in the repository."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent


def compile_all() -> int:
    catalogues = [*ROOT.glob("apps/*/locale/*/LC_MESSAGES/*.po"), *ROOT.glob("kpfield/locale/*/LC_MESSAGES/*.po")]
    for source in catalogues:
        with source.open("rb") as lines:
            catalogue = read_po(lines)
        with source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)
    return len(catalogues)


if __name__ == "__main__":
    print(f"Translations: {compile_all()} catalogues")
