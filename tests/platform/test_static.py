"""Files for the browser: kept in memory, packed once, named by what is in them."""

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from sidecar.platform.pages import Pages, catalogue, direction
from sidecar.platform.static import Static

SCRIPT = "console.log('hello, world');\n" * 100


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Built browser code."""
    (tmp_path / "loader.js").write_text(SCRIPT)
    (tmp_path / "small.css").write_text("a{}")
    (tmp_path / "notes.txt").write_text("not served")
    return tmp_path


@pytest.fixture
async def url(folder: Path) -> AsyncIterator[str]:
    """Where the folder is served."""
    static = Static(folder)

    async def file(request: web.Request) -> web.Response:
        return static.answer(
            request, request.match_info["name"], forever=request.query.get("v") == static.version
        )

    app = web.Application()
    app.router.add_get("/{name}", file)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
async def browser() -> AsyncIterator[ClientSession]:
    """A browser that unpacks nothing by itself."""
    async with ClientSession(auto_decompress=False) as client:
        yield client


async def test_what_the_build_packed_is_sent_as_it_is(folder: Path) -> None:
    """The build takes its time for that: what it made is smaller than what a start would make."""
    packed = gzip.compress(SCRIPT.encode(), 1)
    (folder / "loader.js.gz").write_bytes(packed)
    assert Static(folder).assets["loader.js"].packed == packed
    assert sorted(Static(folder).assets) == ["loader.js", "small.css"]


@pytest.mark.parametrize(
    "packed", [gzip.compress(b"of another build"), gzip.compress(SCRIPT.encode())[:-9], b"", b"x"]
)
async def test_what_was_packed_of_another_file_is_never_sent(folder: Path, packed: bytes) -> None:
    (folder / "loader.js.gz").write_bytes(packed)
    assert gzip.decompress(Static(folder).assets["loader.js"].packed).decode() == SCRIPT


async def test_a_script_comes_packed_to_who_can_unpack_it(url: str, browser: ClientSession) -> None:
    async with browser.get(f"{url}/loader.js", headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(await answer.read()).decode() == SCRIPT
    async with browser.get(f"{url}/loader.js", headers={"Accept-Encoding": "br"}) as answer:
        assert "Content-Encoding" not in answer.headers
        assert await answer.text() == SCRIPT
        assert answer.content_type == "text/javascript"


async def test_who_has_it_gets_nothing_again(url: str, browser: ClientSession) -> None:
    async with browser.get(f"{url}/loader.js") as answer:
        etag = answer.headers["ETag"]
    async with browser.get(f"{url}/loader.js", headers={"If-None-Match": etag}) as answer:
        assert answer.status == 304
        assert await answer.read() == b""


async def test_an_address_with_the_version_is_kept_for_ever_and_another_briefly(
    url: str, browser: ClientSession, folder: Path
) -> None:
    version = Static(folder).version
    async with browser.get(f"{url}/loader.js?v={version}") as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    async with browser.get(f"{url}/loader.js?v=old") as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("name", ["nothing.js", "notes.txt", "..%2fsetup.cfg", "%2e%2e"])
async def test_what_was_not_built_for_browsers_is_not_served(
    url: str, browser: ClientSession, name: str
) -> None:
    async with browser.get(f"{url}/{name}") as answer:
        assert answer.status == 404


def test_the_version_changes_with_any_file(folder: Path) -> None:
    before = Static(folder).version
    assert Static(folder).version == before
    (folder / "small.css").write_text("b{}")
    assert Static(folder).version != before


def test_a_language_without_a_catalogue_is_english() -> None:
    assert catalogue("xx").gettext("Open chat") == "Open chat"
    assert catalogue("../../etc").gettext("Open chat") == "Open chat"


def test_directions_of_languages() -> None:
    assert [direction(lang) for lang in ("en", "ar", "he", "fa", "xx", "")] == [
        "ltr", "rtl", "rtl", "rtl", "ltr", "ltr",
    ]  # fmt: skip


def test_templates_escape_html_and_refuse_what_is_not_given(tmp_path: Path) -> None:
    pages = Pages(web.Application())
    template = pages.environment.from_string("{{ name }}")
    assert template.render(name="x") == "x"
    with pytest.raises(Exception, match="undefined"):
        template.render()
    assert pages.environment.autoescape("a.html")  # type: ignore[operator]
    assert not pages.environment.autoescape("a.txt")  # type: ignore[operator]
