"""Every sentence of ours that is meant to be translated, found in the code and the templates themselves."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import django
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")

Sentence = tuple[str, ...]


def ours() -> dict[Sentence, str]:
    """Each English sentence, with its plural where it has one, and the file that says it first."""
    found: dict[Sentence, str] = {}
    for path in sources():
        text = path.read_text()
        code = text if path.suffix == ".py" else templatize(text, origin=str(path))
        for _line, _function, said, _comments in extract_python(BytesIO(code.encode()), KEYWORDS, [], {}):
            # A call with a variable says nothing that could be found.
            words = tuple(word for word in (said if isinstance(said, tuple) else (said,)) if word)
            if words:
                found.setdefault(words[:2], str(path.relative_to(ROOT)))
    return found


def sources() -> list[Path]:
    code = [path for folder in ("apps", "kpfield") for path in (ROOT / folder).rglob("*.py")]
    pages = [path for folder in ("apps", "kpfield") for path in (ROOT / folder).rglob("templates/**/*.html")]
    skipped = {"migrations", "node_modules"}
    return sorted(path for path in [*code, *pages] if not skipped & set(path.parts))


def french() -> dict[Sentence, tuple[str, ...]]:
    """What each sentence is in French: from our catalogues, and from Django's own for what it says already."""
    own = [*ROOT.glob("apps/*/locale/fr/LC_MESSAGES/django.po"), ROOT / "kpfield/locale/fr/LC_MESSAGES/django.po"]
    given = Path(django.__file__).parent.glob("**/locale/fr/LC_MESSAGES/django.po")
    return {sentence: said for path in [*given, *own] if path.exists() for sentence, said in catalogue(path).items()}


def catalogue(path: Path) -> dict[Sentence, tuple[str, ...]]:
    with path.open("rb") as lines:
        messages = [message for message in read_po(lines) if message.id and not message.fuzzy]
    return {as_tuple(message.id): as_tuple(message.string) for message in messages if all(as_tuple(message.string))}


def as_tuple(words: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def placeholders(sentence: str) -> list[str]:
    return sorted(set(PLACEHOLDER.findall(sentence.replace("%%", ""))))
