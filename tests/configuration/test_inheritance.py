"""What counts where: the narrowest scope, the language's own text, the product's default."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sidecar.configuration.inheritance import effective, own_texts, shown, text
from sidecar.configuration.scopes import ALL, Installation, Key, Place, Scope, merged, scope
from sidecar.protocol.base import ShopId
from sidecar.shop.shops import Language, Shop

NAME = "header_text"
LANGUAGES = ("en", "fr", "it")
texts = st.sampled_from(["", "one", "two", "Product en", "Product fr"])
stored = st.dictionaries(st.sampled_from([(NAME, lang) for lang in LANGUAGES]), texts)
everything = st.fixed_dictionaries(dict.fromkeys(LANGUAGES, texts))


def product(lang: str) -> dict[str, str]:
    """The product's own texts."""
    names = ("header_text", "welcome_text", "launcher_label", "offline_header_text",
             "offline_welcome_text")  # fmt: skip
    return dict.fromkeys(names, f"Product {lang}")


def shop(number: int = 1, group: int = 1, *languages: str) -> Shop:
    """A shop whose default language is its first one."""
    known = languages or ("en", "fr")
    return Shop(
        id=ShopId(number),
        group=group,
        name=f"Shop {number}",
        languages=tuple(
            Language(iso, rtl=False, name=iso, id=LANGUAGES.index(iso)) for iso in known
        ),
        default_language=known[0],
        domains=(),
        email=f"shop{number}@example.com",
    )


@given(stored, everything, st.sampled_from(LANGUAGES))
def test_the_form_shows_what_was_saved(
    above: dict[Key, str], typed: dict[str, str], default: str
) -> None:
    own = own_texts(above, NAME, typed, default, product)
    after = above | {(NAME, lang): said for lang, said in own.items() if said is not None}
    assert {lang: shown(after, NAME, lang, default, product) for lang in typed} == typed


@given(stored, everything, st.sampled_from(LANGUAGES))
def test_customers_read_what_was_saved_and_the_default_language_where_nothing_was(
    above: dict[Key, str], typed: dict[str, str], default: str
) -> None:
    own = own_texts(above, NAME, typed, default, product)
    after = above | {(NAME, lang): said for lang, said in own.items() if said is not None}
    for lang, said in typed.items():
        expected = said or typed[default] or f"Product {default}"
        assert text(after, NAME, lang, default, product) == expected


@given(stored, st.sampled_from(LANGUAGES))
def test_saving_what_the_wider_scope_shows_stores_nothing(
    above: dict[Key, str], default: str
) -> None:
    same = {lang: shown(above, NAME, lang, default, product) for lang in LANGUAGES}
    assert set(own_texts(above, NAME, same, default, product).values()) == {None}


def test_a_language_that_came_later_has_its_own_default_or_the_default_language_s_text() -> None:
    assert text({}, NAME, "it", "en", product) == "Product it"
    assert text({(NAME, "en"): "Hi"}, NAME, "it", "en", product) == "Hi"
    assert text({(NAME, "fr"): "Salut"}, NAME, "it", "en", product) == "Product it"


def test_where_nothing_is_stored_the_shop_s_own_facts_count() -> None:
    settings = effective({}, shop(2), "fr", product)
    assert settings.operator_name == "Shop 2"
    assert settings.offline_email == "shop2@example.com"
    assert settings.header_text == "Product fr"


def test_what_cannot_be_understood_counts_as_not_stored() -> None:
    bad = {("most_at_once", ""): 1000, ("sounds", ""): False, ("header_color", ""): "red",
           ("no_such_thing", ""): 1}  # fmt: skip
    settings = effective(bad, shop(), "en", product)
    assert (settings.most_at_once, settings.sounds, settings.header_color) == (10, False, "#11333b")


def test_the_narrowest_scope_counts() -> None:
    rows = {
        ALL: {("sounds", ""): True, ("most_at_once", ""): 1},
        Scope(group=1): {("most_at_once", ""): 2},
        Scope(shop=1): {("sounds", ""): False},
        Scope(shop=2): {("most_at_once", ""): 3},
    }
    several = Installation(multistore=True)
    assert merged(rows, several.line(shop(1))) == {("sounds", ""): False, ("most_at_once", ""): 2}
    assert merged(rows, several.line(shop(2))) == {("sounds", ""): True, ("most_at_once", ""): 3}
    assert merged(rows, Installation().line(shop(1)))[("most_at_once", "")] == 1


def test_how_scopes_are_written() -> None:
    for one in (ALL, Scope(group=3), Scope(shop=12)):
        assert scope(str(one)) == one
    for odd in ("", "shop-0", "shop--1", "group-x", "shop-1 ", "ALL", "shop-9999999999"):
        assert scope(odd) is None


SHOPS = {ShopId(1): shop(1, 1), ShopId(2): shop(2, 1, "fr", "it"), ShopId(3): shop(3, 2, "it")}
INSTALLATION = Installation(multistore=True, default_shop=2, groups={1: "Europe", 2: "Asia"})


def test_the_default_shop_lends_its_defaults_to_all_shops() -> None:
    place = INSTALLATION.place(ALL, SHOPS)
    assert place is not None
    assert place.base.id == 2
    assert [one.iso for one in place.languages] == ["en", "fr", "it"]
    assert place.line == (ALL,)


def test_a_group_and_a_shop() -> None:
    europe = INSTALLATION.place(Scope(group=1), SHOPS)
    assert europe is not None
    assert (europe.name, [one.id for one in europe.shops]) == ("Europe", [2, 1])
    third = INSTALLATION.place(Scope(shop=3), SHOPS)
    assert third is not None
    assert (third.name, third.line) == ("Shop 3", (ALL, Scope(group=2), Scope(shop=3)))
    assert INSTALLATION.place(Scope(shop=9), SHOPS) is None
    assert INSTALLATION.place(Scope(group=9), SHOPS) is None


def test_a_shop_whose_languages_are_all_off_still_has_a_form() -> None:
    silent = replace(shop(), languages=())
    assert [one.iso for one in Place(ALL, (silent,)).languages] == ["en"]


def test_without_multistore_there_is_only_the_default_shop() -> None:
    one = Installation(multistore=False, default_shop=3)
    place = one.place(ALL, SHOPS)
    assert place is not None
    assert place.shops == (SHOPS[ShopId(3)],)
    assert one.place(Scope(shop=3), SHOPS) is None


def nearest(asked: Scope, *served: int) -> str | None:
    """Which scope somebody with these shops gets."""
    place: Place | None = INSTALLATION.nearest(asked, SHOPS, {ShopId(one) for one in served})
    return str(place.scope) if place else None


def test_who_does_not_serve_all_shops_gets_the_nearest_scope() -> None:
    assert nearest(ALL, 1, 2, 3) == "all"
    assert nearest(ALL, 1, 2) == "group-1"
    assert nearest(ALL, 1, 3) == "group-2"
    assert nearest(ALL, 1) == "shop-1"
    assert nearest(Scope(group=1), 2, 3) == "shop-2"
    assert nearest(Scope(shop=3), 1) == "shop-1"
    assert nearest(Scope(shop=9), 1, 2, 3) == "all"
    assert nearest(ALL) is None
    assert nearest(ALL, 9) is None
