"""Where the database is, where a visitor comes from, and how often somebody may do something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.errors import SetupError
from sidecar.platform.database import parse_url
from sidecar.platform.ids import ulid
from sidecar.platform.limits import FORGET_ABOVE, Limiter
from sidecar.platform.web import client_address, networks

LOOPBACK = networks("127.0.0.0/8,::1/128")
INTERNAL = networks("127.0.0.0/8, ::1/128, 10.0.0.0/8")


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("::1", "2001:db8::7", "2001:db8::7"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("127.0.0.1", "<script>, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", " , ,198.51.100.1, ", "198.51.100.1"),
        ("", "198.51.100.1", ""),
        (None, "198.51.100.1", ""),
    ],
)
def test_only_a_trusted_proxy_says_where_a_visitor_comes_from(
    remote: str | None, forwarded: str, address: str
) -> None:
    assert client_address(remote, forwarded, LOOPBACK) == address


def test_several_proxies_in_a_row_are_looked_through() -> None:
    assert client_address("127.0.0.1", "6.6.6.6, 203.0.113.7, 10.1.2.3", INTERNAL) == "203.0.113.7"
    assert client_address("127.0.0.1", "10.9.9.9, 10.1.2.3", INTERNAL) == "10.9.9.9"


@given(st.text(max_size=100))
def test_whatever_a_visitor_claims_the_untrusted_address_counts(forwarded: str) -> None:
    assert client_address("203.0.113.7", forwarded, LOOPBACK) == "203.0.113.7"


def test_a_proxy_that_is_no_network_is_named() -> None:
    with pytest.raises(SetupError, match=r"ONLINECHAT_TRUSTED_PROXIES: .*nginx"):
        networks("127.0.0.1, nginx")
    assert networks("") == []


def test_a_database_url_says_everything() -> None:
    address = parse_url("mysql://a%40b:p%2Fw%25@db.example:3307/my%20shop?prefix=x_")
    assert (address.user, address.password) == ("a@b", "p/w%")
    assert (address.host, address.port) == ("db.example", 3307)
    assert (address.name, address.prefix) == ("my shop", "x_")
    assert str(address) == "a@b@db.example:3307/my shop"


def test_what_a_database_url_leaves_out_has_a_default() -> None:
    address = parse_url("mysql:///shop?unix_socket=/run/mysqld/mysqld.sock")
    assert (address.host, address.port, address.user) == ("127.0.0.1", 3306, "root")
    assert (address.prefix, address.password) == ("ps_", "")
    assert address.unix_socket == "/run/mysqld/mysqld.sock"
    assert str(address) == "root@/run/mysqld/mysqld.sock/shop"


@pytest.mark.parametrize(
    "url",
    ["", "shop", "postgres://localhost/shop", "mysql://localhost", "mysql://localhost/",
     "mysql://h/shop?prefix=ps_;DROP", "mysql://h:port/shop", "mysql://h:99999/shop"],
)  # fmt: skip
def test_what_is_no_database_url_is_refused_with_its_name(url: str) -> None:
    with pytest.raises(SetupError, match="ONLINECHAT_DATABASE_URL"):
        parse_url(url)


class Watch:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        """The time it shows."""
        return self.now


def test_ten_at_once_then_one_every_three_seconds() -> None:
    watch = Watch()
    limiter = Limiter(20, 10, clock=watch)
    assert [limiter.wait("a") for _ in range(10)] == [0.0] * 10
    assert limiter.wait("a") == pytest.approx(3.0)
    watch.now = 2.0
    assert limiter.wait("a") == pytest.approx(1.0)
    watch.now = 3.0
    assert limiter.wait("a") == 0.0
    assert limiter.wait("a") == pytest.approx(3.0)


def test_one_visitor_s_limit_is_not_another_s() -> None:
    limiter = Limiter(20, 1, clock=Watch())
    assert limiter.wait("a") == 0.0
    assert limiter.wait("b") == 0.0
    assert limiter.wait("a") > 0.0


def test_a_pause_fills_the_burst_and_no_more() -> None:
    watch = Watch()
    limiter = Limiter(60, 3, clock=watch)
    for _ in range(3):
        limiter.wait("a")
    watch.now = 3600.0
    assert [limiter.wait("a") == 0.0 for _ in range(4)] == [True, True, True, False]


def test_who_has_not_come_for_long_is_forgotten() -> None:
    watch = Watch()
    limiter = Limiter(60, 1, clock=watch)
    for number in range(FORGET_ABOVE + 1):
        limiter.wait(str(number))
    watch.now = 60.0
    limiter.wait("new")
    assert len(limiter._levels) == 1


def test_ids_are_26_characters_that_sort_by_time() -> None:
    made = [ulid() for _ in range(100)]
    assert len(set(made)) == 100
    assert all(len(one) == 26 for one in made)
    assert made[0][:9] <= made[-1][:9]
