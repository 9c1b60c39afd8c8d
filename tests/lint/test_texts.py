"""The lint for translations finds what a person would see in English, and `--update` mends it."""

from pathlib import Path

from babel.messages.catalog import Catalog

from tests.lint import texts


def catalogue(**translations: str) -> Catalog:
    one = Catalog(locale="fr")
    for text, said in translations.items():
        one.add(text.replace("_", " "), said)
    return one


def wanted(*said: str) -> Catalog:
    one = Catalog()
    for text in said:
        one.add(text)
    return one


def test_all_is_well() -> None:
    assert not list(texts.problems(catalogue(Send="Envoyer"), wanted("Send")))


def test_missing_and_empty_translations() -> None:
    found = list(texts.problems(catalogue(Send=""), wanted("Send", "Reply")))
    assert found == ["no translation of 'Send'", "no translation of 'Reply'"]


def test_fuzzy_translations() -> None:
    known = Catalog(locale="fr")
    known.add("Send", "Envoi", flags=["fuzzy"])
    assert list(texts.problems(known, wanted("Send"))) == [
        "the translation of 'Send' is marked as fuzzy"
    ]


def test_other_placeholders() -> None:
    known = Catalog(locale="fr")
    known.add("{name} says", "{nom} dit")
    assert list(texts.problems(known, wanted("{name} says"))) == [
        "the translation of '{name} says' has other placeholders"
    ]


def test_what_nobody_says_any_more() -> None:
    assert list(texts.problems(catalogue(Send="Envoyer"), wanted())) == [
        "nobody says 'Send' any more"
    ]


def test_update_keeps_what_is_translated(tmp_path: Path) -> None:
    path = tmp_path / "fr" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    texts.write(path, catalogue(Send="Envoyer", Old="Vieux"))
    texts.update(path, wanted("Send", "Sent"))
    assert list(texts.problems(texts.read(path), wanted("Send", "Sent"))) == [
        "no translation of 'Sent'"
    ]
    written = path.read_text()
    texts.update(path, wanted("Send", "Sent"))
    assert path.read_text() == written


def test_finds_the_texts_of_templates_and_modules(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text((texts.REPOSITORY / "pyproject.toml").read_text())
    (tmp_path / "templates" / "emails").mkdir(parents=True)
    (tmp_path / "templates" / "page.html").write_text('<b>{{ _("Send") }}</b>')
    (tmp_path / "templates" / "emails" / "text.txt").write_text(
        "{% trans count=n %}One message{% pluralize %}{{ count }} messages{% endtrans %}"
    )
    (tmp_path / "sidecar").mkdir()
    (tmp_path / "sidecar" / "rules.py").write_text('TITLE = _("Chat")\n')
    found = {str(message.id) for message in texts.spoken(tmp_path) if message.id}
    assert found == {"Send", "Chat", "('One message', '%(count)s messages')"}
