"""Refuses texts that a person would see untranslated.

`python -m tests.lint.texts` compares the texts in templates/ and sidecar/ with every catalogue of
sidecar/locale/; `--update` puts new texts into the catalogues, to be translated, and takes out what
nobody says any more.
"""

import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

REPOSITORY = Path(__file__).resolve().parents[2]
PLACEHOLDERS = re.compile(r"\{\w+\}|%\(\w+\)s")
HEADER = """\
# Online Chat in {language}.
msgid ""
msgstr ""
"Language: {code}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def spoken(root: Path = REPOSITORY) -> Catalog:
    """Every text that people see, found as pyproject.toml says."""
    mappings = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    found = Catalog(project="Online Chat", fuzzy=False)
    for path, _, message, _, context in extract_from_dir(
        root,
        method_map=[(mapping["pattern"], mapping["method"]) for mapping in mappings],
        options_map={mapping["pattern"]: mapping for mapping in mappings},
        directory_filter=_ours,
    ):
        found.add(message, locations=[(path, 0)], context=context)
    return found


def _ours(folder: str) -> bool:
    return not Path(folder).name.startswith((".", "_", "node_modules", "tests"))


def catalogues(root: Path = REPOSITORY) -> Iterator[Path]:
    """The catalogue of each language."""
    yield from sorted((root / "sidecar" / "locale").glob("*/LC_MESSAGES/messages.po"))


def read(path: Path) -> Catalog:
    """A catalogue as it is written."""
    with path.open("rb") as source:
        return read_po(source, locale=path.parents[1].name)


def problems(known: Catalog, wanted: Catalog) -> Iterator[str]:
    """What a catalogue lacks, has in vain, or says with other placeholders."""
    for message in wanted:
        if message.id:
            yield from _problem(message, known.get(message.id, message.context))
    for message in known:
        if message.id and wanted.get(message.id, message.context) is None:
            yield f"nobody says {_texts(message.id)[0]!r} any more"


def _problem(message: Message, translation: Message | None) -> Iterator[str]:
    text = _texts(message.id)[0]
    said = _texts(translation.string) if translation else ()
    if translation is None or not all(said or [""]):
        yield f"no translation of {text!r}"
    elif translation.fuzzy:
        yield f"the translation of {text!r} is marked as fuzzy"
    elif any(_placeholders(one) != _placeholders(text) for one in said):
        yield f"the translation of {text!r} has other placeholders"


def _texts(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDERS.findall(text))


def update(path: Path, wanted: Catalog) -> None:
    """Put new texts in, take old ones out; what is translated stays as it is."""
    known = read(path)
    known.update(wanted, no_fuzzy_matching=True)
    write(path, known)


def write(path: Path, known: Catalog) -> None:
    """A catalogue without what changes by itself: dates and line numbers."""
    header = HEADER.format(
        language=known.locale.english_name if known.locale else path.parents[1].name,
        code=known.locale_identifier,
        plurals=known.plural_forms,
    )
    messages = BytesIO()
    write_po(
        messages,
        known,
        width=100,
        omit_header=True,
        sort_by_file=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    path.write_bytes(header.encode() + messages.getvalue().rstrip() + b"\n")


def main(arguments: Sequence[str]) -> int:
    """Name every problem, 1 if there is one; or with `--update` mend what can be mended."""
    wanted = spoken()
    found = []
    for path in catalogues():
        if "--update" in arguments:
            update(path, wanted)
        name = path.relative_to(REPOSITORY)
        found += [f"{name}: {problem}\n" for problem in problems(read(path), wanted)]
    sys.stdout.writelines(found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
