"""Who asks for a back-office page: an employee with a token, and the rights of this moment."""

from aiohttp import web

from sidecar.errors import NotAllowed
from sidecar.operators import rights
from sidecar.operators.rights import Action
from sidecar.platform.database import Database
from sidecar.platform.identity import Employee, Identity
from sidecar.platform.pages import catalogue
from sidecar.platform.web import bearer
from sidecar.shop import employees


class BackOffice:
    """Checks the employees behind requests for fragments."""

    def __init__(self, database: Database, identity: Identity) -> None:
        self._database = database
        self._identity = identity

    async def require(self, request: web.Request, action: Action) -> Employee:
        """The employee, who may do this in the shops of the token.

        Raises:
            TokenInvalid, TokenExpired: sign in again.
            NotAllowed: the profile lacks the right.
        """
        subject = self._identity.employee(bearer(request)).subject
        gettext = catalogue(subject.lang).gettext
        async with self._database.reading() as unit:
            found = await employees.read(unit, subject.id)
        if found is None:
            raise NotAllowed(gettext("Your employee account is no longer active."))
        rights.require(found, action, gettext=gettext)
        shops = tuple(sorted(found.shops & set(subject.shops)))
        if not shops:
            raise NotAllowed(gettext("You have no rights for this shop."))
        return Employee(subject.id, shops, subject.lang)

    async def may(self, request: web.Request, action: Action) -> bool:
        """Whether the employee may do this, for pages that show what may be done."""
        try:
            await self.require(request, action)
        except NotAllowed:
            return False
        return True
