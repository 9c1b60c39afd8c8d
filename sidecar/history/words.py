"""How what was said is found again: text as a list of words, spelled alike on both sides.

No server's idea of a word is relied upon. The full-text indexes of MariaDB, MySQL 5.7 and 8 drop
short and common words, differ about apostrophes, accents and emoji, take a line of Chinese for one
word, and read `+-*()~"@<>` as orders. So a text is stored as words of ours: folded, each with a
mark in front that makes it long enough and no stopword.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

MARK, NUMBER = "w_", "n_"
"""In front of a word, and of what was written as `#7`."""

LONGEST_WORD = 40
"""The shortest limit a server can be set to, with the mark, is beyond it."""

MOST_WORDS = 20_000
MOST_ASKED = 10
SHORT = 3
"""What is shorter is looked for as it is; anything else is the beginning of a word."""

PARTS = re.compile(r"#\d+|[^\W_]+|[\u2600-\u27bf\U0001f000-\U0001faff]")
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff]+"
)
"""Thai, Lao, Burmese, Khmer, Japanese, Chinese, Korean: blanks don't say where a word ends."""

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i"})
ACCENTS = {code: None for code in range(0x300, 0x20000) if unicodedata.category(chr(code)) == "Mn"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is looked for: the whole of it, or how it begins."""

    spelled: str
    whole: bool

    @property
    def boolean(self) -> str:
        """For MATCH … AGAINST (… IN BOOLEAN MODE)."""
        return f"+{self.spelled}{'' if self.whole else '*'}"

    @property
    def piece(self) -> str:
        """What `stored` text with this word contains."""
        return f" {self.spelled}{' ' if self.whole else ''}"


def stored(texts: Iterable[str]) -> str:
    """The words of these texts as they are kept: each once, between blanks."""
    found: dict[str, None] = {}
    for text in texts:
        found.update(dict.fromkeys(_spelled(text)))
        if len(found) > MOST_WORDS:
            break
    return f" {' '.join(list(found)[:MOST_WORDS])} " if found else ""


def asked(text: str) -> list[Word]:
    """The words somebody looks for, the first ten of them; none when nothing there is a word."""
    found: dict[Word, None] = {}
    for part in PARTS.findall(_folded(text)):
        if part.startswith("#"):
            found[Word(NUMBER + part[1 : LONGEST_WORD + 1], whole=True)] = None
            continue
        for run, unspaced in _runs(part):
            pairs = _pairs(run) if unspaced and len(run) > 1 else [run]
            for one in pairs:
                whole = not unspaced and len(one) < SHORT
                found[Word(_marked(one), whole=whole)] = None
    return list(found)[:MOST_ASKED]


def _spelled(text: str) -> Iterator[str]:
    for part in PARTS.findall(_folded(text)):
        if part.startswith("#"):
            yield NUMBER + part[1 : LONGEST_WORD + 1]
            part = part[1:]
        for run, unspaced in _runs(part):
            if unspaced:
                # The last character alone: whoever looks for it finds no pair that begins with it.
                yield from map(_marked, (*_pairs(run), run[-1]))
            else:
                yield _marked(run)


def _folded(text: str) -> str:
    """Without case and accents, as utf8mb4_unicode_ci compares."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold().translate(LIGATURES))
    return unicodedata.normalize("NFC", plain.translate(ACCENTS))


def _runs(part: str) -> Iterator[tuple[str, bool]]:
    """A part cut where a script without blanks begins or ends, and whether each run is in one."""
    if part.isascii():
        yield part, False
        return
    at = 0
    for run in UNSPACED.finditer(part):
        if run.start() > at:
            yield part[at : run.start()], False
        yield run.group(), True
        at = run.end()
    if at < len(part):
        yield part[at:], False


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _marked(word: str) -> str:
    """With the mark; what some servers don't take for a letter is spelled by its number."""
    word = word[:LONGEST_WORD]
    if not word.isascii():
        word = "".join(
            one if one <= "\uffff" and one.isalnum() else f"{ord(one):x}" for one in word
        )
    return MARK + word


def marked(text: str, words: Sequence[Word]) -> list[tuple[str, bool]]:
    """A text in pieces, and whether each is what was looked for."""
    if not words:
        return [(text, False)]
    pieces: list[tuple[str, bool]] = []
    at = 0
    for part in PARTS.finditer(text):
        kept = stored([part.group()])
        if any(word.piece in kept for word in words):
            pieces += [(text[at : part.start()], False), (part.group(), True)]
            at = part.end()
    pieces.append((text[at:], False))
    return [piece for piece in pieces if piece[0]]
