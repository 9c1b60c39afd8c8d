"""What a browser is called."""

import pytest

from sidecar.panel.browsers import browser, languages, system

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
CHROME = f"{WINDOWS} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15"
ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-S901B) AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "name", "where"),
    [
        (CHROME, "Chrome 126", "Windows"),
        (f"{CHROME} Edg/126.0.2592.87", "Edge 126", "Windows"),
        (f"{CHROME} OPR/112.0.0.0", "Opera 112", "Windows"),
        (f"{CHROME} Vivaldi/6.8", "Vivaldi 6", "Windows"),
        (f"{WINDOWS} Gecko/20100101 Firefox/128.0", "Firefox 128", "Windows"),
        (f"{MAC} Version/17.5 Safari/605.1.15", "Safari 17", "macOS"),
        (f"{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1", "Safari 17", "iPhone"),
        (f"{IPHONE} CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1", "Chrome 126", "iPhone"),
        (f"{IPHONE} FxiOS/127.0 Mobile/15E148 Safari/605.1.15", "Firefox 127", "iPhone"),
        (
            f"{ANDROID} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
            "Samsung Internet 25",
            "Android",
        ),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/126.0 Safari/537.36", "Chrome 126",
         "ChromeOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox 128",
         "Linux"),
        ("curl/8.5", None, None),
        ("", None, None),
    ],
)  # fmt: skip
def test_browsers_are_called_what_people_call_them(
    user_agent: str, name: str | None, where: str | None
) -> None:
    assert (browser(user_agent), system(user_agent)) == (name, where)


@pytest.mark.parametrize(
    ("accepted", "known"),
    [
        ("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", ["fr", "en", "de"]),
        ("en;q=0.1,it", ["it", "en"]),
        ("", []),
        ("<script>, ,;q=x", []),
    ],
)
def test_languages_are_those_the_browser_wants_the_dearest_first(
    accepted: str, known: list[str]
) -> None:
    assert languages(accepted) == known
