"""How what was said is spelled for the search, and how a search is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.history.words import MARK, MOST_ASKED, MOST_WORDS, NUMBER, asked, stored

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def finds(sought: str, said: str) -> bool:
    """Whether a search finds a text."""
    words = asked(sought)
    kept = stored([said])
    return bool(words) and all(word.piece in kept for word in words)


@pytest.mark.parametrize(
    ("sought", "said"),
    [
        ("ete", "L'été dernier"),
        ("ÉTÉ", "cet ete-la"),
        ("oeuvre", "un chef-d'ŒUVRE"),
        ("strasse", "Schöne Straße"),
        ("chauss", "Des chaussures rouges"),
        ("xl", "Do you have it in XL?"),
        ("a", "Is it a shoe?"),
        ("the", "the shoe"),
        ("jean.dupont@example.com", "write to Jean.Dupont@Example.com, please"),
        ("dupont@exam", "jean.dupont@example.com"),
        ("#7", "about order #7"),
        ("7", "about order #7"),
        ("John DOE (#2)", "John DOE #2"),
        ("日本", "これは日本語です"),
        ("本", "日本語"),
        ("語", "日本語"),
        ("한국", "한국어 문의"),
        ("привет", "Привет, мир"),
        ("แดง", "เสื้อสีแดง"),
        ("👍", "thanks 👍🏽"),
        ('+shoe* -red "blue" (x) ~y @5 <z>', "shoes red blue x y 5 z"),
        ("100% _wool_", "it is 100 % wool"),
        ("١٢٣", "order ١٢٣"),
        ("red shoes", "shoes that are red"),
    ],
)
def test_a_search_finds_what_a_person_would_expect(sought: str, said: str) -> None:
    assert finds(sought, said)


@pytest.mark.parametrize(
    ("sought", "said"),
    [
        ("hat", "What is that?"),
        ("xl", "xlarge"),
        ("#7", "7 shoes"),
        ("#7", "order #77"),
        ("red shoes", "red hats"),
        ("%", "anything"),
        ("_", "any_thing"),
        ("'", "it's"),
        ("", "anything"),
        ("w_shoe", "shoe"),
    ],
)
def test_a_search_finds_nothing_else(sought: str, said: str) -> None:
    assert not finds(sought, said)


@given(st.lists(ANY, max_size=5))
def test_what_is_kept_has_no_sign_that_any_server_takes_for_an_order(texts: list[str]) -> None:
    kept = stored(texts)
    assert re.fullmatch(r"( [wn]_\w+)* ?", kept)
    words = kept.split()
    assert len(words) == len(set(words))
    assert all(3 <= len(word) <= 2 + 8 * 40 for word in words)


@given(ANY)
def test_every_text_is_found_by_itself(text: str) -> None:
    if asked(text):
        assert finds(text, text)


@given(ANY)
def test_a_search_for_whatever_is_a_few_plain_words(text: str) -> None:
    words = asked(text)
    assert len(words) <= MOST_ASKED
    assert all(re.fullmatch(r"\+[wn]_\w+\*?", word.boolean) for word in words)


@given(st.text("abcdefghij é", min_size=3, max_size=30))
def test_the_beginning_of_a_word_finds_it(text: str) -> None:
    for word in re.findall(r"[^\W_]{4,}", text):
        assert finds(word[:3], text)


def test_a_very_long_text_is_kept_in_bounds() -> None:
    kept = stored([f"{number:x}" for number in range(MOST_WORDS + 500)])
    assert len(kept.split()) == MOST_WORDS
    assert kept.startswith(f" {MARK}0 ")


def test_a_very_long_word_is_cut_alike_on_both_sides() -> None:
    assert finds("x" * 10_000, "x" * 5_000)
    assert finds("#" + "1" * 500, "#" + "1" * 400)
    assert NUMBER + "1" * 40 in stored(["#" + "1" * 400])
