"""The widget's own markup for the preview; the form's values are filled in as they are typed."""

from dataclasses import replace

from sidecar.configuration.service import Configuration
from sidecar.offline.rules import Choice
from sidecar.offline.service import Forms
from sidecar.platform.pages import Pages
from sidecar.shop.shops import Shop


class Preview:
    """Renders it anew each time: it is asked for once per language and page."""

    def __init__(
        self, pages: Pages, configuration: Configuration, forms: Forms, version: str
    ) -> None:
        self._pages = pages
        self._configuration = configuration
        self._forms = forms
        self._version = version

    def shell(self, shop: Shop, lang: str) -> str:
        """The contacts are there whether or not the saved form offers them."""
        contacts = tuple(
            Choice(one.id, one.name, one.description) for one in self._forms.contacts(shop, lang)
        )
        return self._pages.render(
            "widget/shell.html",
            lang,
            version=self._version,
            settings=self._configuration.of(shop, lang),
            form=replace(self._forms.of(shop, lang), contacts=contacts),
        )
