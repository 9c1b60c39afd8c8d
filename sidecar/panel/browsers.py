"""What a browser says of itself, in words people use."""

import re

BROWSERS = (
    ("Edge", r"\b(?:Edg|EdgA|EdgiOS|Edge)/(\d+)"),
    ("Opera", r"\b(?:OPR|OPX|Opera)/(\d+)"),
    ("Samsung Internet", r"\bSamsungBrowser/(\d+)"),
    ("Vivaldi", r"\bVivaldi/(\d+)"),
    ("Firefox", r"\b(?:Firefox|FxiOS)/(\d+)"),
    ("Chrome", r"\b(?:Chrome|CriOS)/(\d+)"),
    ("Safari", r"\bVersion/(\d+)[^ ]* (?:Mobile/\S+ )?Safari/"),
)
"""The first that fits: most say of themselves that they are also those further down."""

SYSTEMS = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("Windows", r"\bWindows\b"),
    ("macOS", r"\bMac OS X\b|\bMacintosh\b"),
    ("Linux", r"\bLinux\b|\bX11\b"),
)


def browser(user_agent: str) -> str | None:
    """`Firefox 128`; None for one nobody knows."""
    for name, pattern in BROWSERS:
        if found := re.search(pattern, user_agent):
            return f"{name} {found[1]}"
    return None


def system(user_agent: str) -> str | None:
    """`Windows`; None for one nobody knows."""
    return next((name for name, pattern in SYSTEMS if re.search(pattern, user_agent)), None)


def languages(accepted: str) -> list[str]:
    """The languages of an Accept-Language header, each once, the dearest first: `fr`, `en`."""
    wanted: list[tuple[float, str]] = []
    for part in accepted.split(",")[:20]:
        tag, _, weight = part.partition(";")
        language = tag.strip().split("-")[0].lower()
        if re.fullmatch(r"[a-z]{2,3}", language):
            wanted.append((_weight(weight), language))
    wanted.sort(key=lambda one: -one[0])
    return list(dict.fromkeys(language for _, language in wanted))[:5]


def _weight(text: str) -> float:
    found = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", text)
    return float(found[1]) if found else 1.0
