"""Time that passes at once, for what takes a minute in a shop: by the database's clock."""

from tests.stack.mariadb import MariaDb

LONG = 120
"""Seconds: longer than any lease or offer."""


class Time:
    """Moments that the sidecar has written down, moved into the past."""

    def __init__(self, server: MariaDb) -> None:
        self._server = server

    def passes_for(self, email: str) -> None:
        """The lease of an operator who has no page open any more runs out."""
        self._run(
            "UPDATE ps_onlinechat_operator SET lease_until = LEAST(lease_until, UTC_TIMESTAMP(3))"
            " WHERE id_employee = (SELECT id_employee FROM ps_employee WHERE email = %s)",
            email,
        )

    def offers_run_out(self) -> None:
        """Nobody accepted in time."""
        self._run(
            "UPDATE ps_onlinechat_conversation SET offer_until = UTC_TIMESTAMP(3)"
            " WHERE offer_until IS NOT NULL"
        )

    def _run(self, sql: str, *values: str) -> None:
        with self._server.connect("origin") as connection, connection.cursor() as cursor:
            cursor.execute(sql, values or None)
