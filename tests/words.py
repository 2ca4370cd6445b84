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
    **dict.fromkeys(["pgettext", "pgettext_lazy"], (1, 2)),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")

# The context, which is mostly blank, then the sentence and its plural where it has one.
Sentence = tuple[str, ...]


def ours() -> dict[Sentence, str]:
    """Each English sentence and the file that says it first."""
    found: dict[Sentence, str] = {}
    for path in sources():
        text = path.read_text()
        code = text if path.suffix == ".py" else templatize(text, origin=str(path))
        for _line, function, said, _comments in extract_python(BytesIO(code.encode()), KEYWORDS, [], {}):
            # A call with a variable says nothing that could be found.
            words = tuple(word for word in as_tuple(said) if word)[:2]
            context = () if function.startswith("pgettext") else ("",)
            if words:
                found.setdefault((*context, *words), str(path.relative_to(ROOT)))
    return found


def sources() -> list[Path]:
    code = [path for folder in ("apps", "kpfield") for path in (ROOT / folder).rglob("*.py")]
    pages = [path for folder in ("apps", "kpfield") for path in (ROOT / folder).rglob("templates/**/*.html")]
    skipped = {"migrations", "node_modules"}
    return sorted(path for path in [*code, *pages] if not skipped & set(path.parts))


def french() -> dict[Sentence, tuple[str, ...]]:
    """What each sentence is in French: from our catalogues, and from Django's own for what it says already."""
    given = Path(django.__file__).parent.glob("**/locale/fr/LC_MESSAGES/django.po")
    return {sentence: said for path in [*given, *catalogues()] for sentence, said in catalogue(path).items()}


def catalogues() -> list[Path]:
    return sorted([*ROOT.glob("apps/*/locale/fr/LC_MESSAGES/*.po"), *ROOT.glob("kpfield/locale/fr/LC_MESSAGES/*.po")])


def catalogue(path: Path) -> dict[Sentence, tuple[str, ...]]:
    with path.open("rb") as lines:
        messages = [message for message in read_po(lines) if message.id and not message.fuzzy]
    return {
        (message.context or "", *as_tuple(message.id)): as_tuple(message.string)
        for message in messages
        if all(as_tuple(message.string))
    }


def as_tuple(words: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def placeholders(sentence: str) -> list[str]:
    return sorted(set(PLACEHOLDER.findall(sentence.replace("%%", ""))))
