"""The shop's `app/config/parameters.php` in the forms that real shops have."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.errors import SetupError
from sidecar.shop import parameters

REAL = r"""<?php return array (
  'parameters' =>
  array (
    'database_host' => '127.0.0.1',
    'database_port' => '',
    'database_name' => 'prestashop',
    'database_user' => 'shop',
    'database_password' => 'p%%ss\'w\\rd"#//x',
    'database_prefix' => 'ps_',
    'database_engine' => 'InnoDB',
    'mailer_transport' => 'smtp',
    'mailer_host' => '127.0.0.1',
    'mailer_user' => NULL,
    'mailer_password' => NULL,
    'secret' => 'AbCdEf',
    'ps_caching' => 'CacheMemcache',
    'ps_cache_enable' => false,
    'ps_creation_date' => '2026-01-05',
    'locale' => 'en-US',
    'use_debug_toolbar' => true,
    'cookie_key' => 'xyz',
    'api_public_key' => '-----BEGIN PUBLIC KEY-----
MIIB
-----END PUBLIC KEY-----
',
  ),
);
"""


def written(folder: Path, text: str | bytes) -> Path:
    """A shop's folder with this file."""
    file = folder / "app" / "config" / "parameters.php"
    file.parent.mkdir(parents=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def test_the_file_that_prestashop_writes_is_understood(tmp_path: Path) -> None:
    address = parameters.read(written(tmp_path, REAL))
    assert (address.host, address.port, address.unix_socket) == ("127.0.0.1", 3306, None)
    assert (address.name, address.user, address.prefix) == ("prestashop", "shop", "ps_")
    assert address.password == "p%ss'w\\rd\"#//x"
    assert "ss'w" not in str(address)


def test_other_entries_are_read_as_they_are() -> None:
    found = parameters.parse(REAL)
    assert found["mailer_user"] is None
    assert found["ps_cache_enable"] == "false"
    assert str(found["api_public_key"]).count("\n") == 3


@pytest.mark.parametrize(
    ("text", "password"),
    [
        ("<?php return ['parameters' => ['database_password' => 'a']];", "a"),
        ('<?php\nreturn ["parameters"=>["database_password"=>"a\\"b\\$c\\\\"]];', 'a"b$c\\'),
        (r"<?php return ['x' => ['database_password' => 'back\slash\\']];", "back\\slash\\"),
        ("<?php return ['database_password' => '',];", ""),
        ("<?php return ['database_password' => null,];", None),
        ("<?php return ['database_password' => 12345,];", "12345"),
        ("<?php return ['database_password' => 'a => b, [c] (d)'];", "a => b, [c] (d)"),
        ("<?php return ['database_password' => 'new\nline'];", "new\nline"),
        ("<?php return ['database_password'\n  =>\n  'spread'\n];", "spread"),
        ("<?php return ['database_password' => '50%% off'];", "50% off"),
        ("<?php return ['database_password' => 'ключ 🔑'];", "ключ 🔑"),
    ],
)
def test_ways_to_write_a_password(text: str, password: str | None) -> None:
    assert parameters.parse(text)["database_password"] == password


@pytest.mark.parametrize(
    "comment",
    [
        "// 'database_host' => 'old',",
        "# 'database_host' => 'old',",
        "/* 'database_host' => 'old', */",
        "/**\n * 'database_host' => 'old',\n */",
        "// it's the old one: 'database_host' => 'old'",
    ],
)
def test_what_is_commented_out_does_not_count(comment: str) -> None:
    before = f"<?php return [\n{comment}\n'database_host' => 'new',\n'x' => 'y'];"
    after = f"<?php return [\n'database_host' => 'new',\n{comment}\n'x' => 'y'];"
    for text in (before, after):
        found = parameters.parse(text)
        assert found["database_host"] == "new"
        assert found["x"] == "y"


def test_what_looks_like_a_comment_in_a_value_is_the_value() -> None:
    text = "<?php return ['a' => 'http://x/*y*/#z', 'b' => '// no', 'c' => 3];"
    assert parameters.parse(text) == {"a": "http://x/*y*/#z", "b": "// no", "c": "3"}


@pytest.mark.parametrize(
    ("host", "port", "expected"),
    [
        ("db.internal", "", ("db.internal", 3306, None)),
        ("db.internal", "3307", ("db.internal", 3307, None)),
        ("db.internal:3308", "", ("db.internal", 3308, None)),
        ("localhost:/run/mysqld/x.sock", "", ("localhost", 3306, "/run/mysqld/x.sock")),
        ("/run/mysqld/x.sock", "", ("localhost", 3306, "/run/mysqld/x.sock")),
        ("10.0.0.7", "null", ("10.0.0.7", 3306, None)),
    ],
)
def test_hosts_ports_and_sockets(
    tmp_path: Path, host: str, port: str, expected: tuple[str, int, str | None]
) -> None:
    quoted = port if port == "null" else f"'{port}'"
    text = REAL.replace(
        "'127.0.0.1',\n    'database_port' => ''", f"'{host}',\n    'database_port' => {quoted}", 1
    )
    address = parameters.read(written(tmp_path, text))
    assert (address.host, address.port, address.unix_socket) == expected


def test_an_empty_prefix_is_no_prefix(tmp_path: Path) -> None:
    assert parameters.read(written(tmp_path, REAL.replace("'ps_'", "''"))).prefix == ""


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_password_comes_back_as_var_export_wrote_it(password: str) -> None:
    exported = password.replace("%", "%%").replace("\\", "\\\\").replace("'", "\\'")
    found = parameters.parse(f"<?php return ['database_password' => '{exported}', 'next' => 'x'];")
    assert found == {"database_password": password, "next": "x"}


@given(st.text(max_size=300))
def test_no_text_confuses_the_reader(text: str) -> None:
    parameters.parse(text)


def test_a_file_that_is_not_utf_8_is_read_all_the_same(tmp_path: Path) -> None:
    text = REAL.encode().replace(b"p%%ss", b"p\xe9ss")
    assert parameters.read(written(tmp_path, text)).password.startswith("péss")


@pytest.mark.parametrize("missing", ["database_host", "database_name", "database_user"])
def test_what_the_file_does_not_say_is_named(tmp_path: Path, missing: str) -> None:
    text = REAL.replace(f"'{missing}'", "'something_else'")
    with pytest.raises(SetupError, match=missing):
        parameters.read(written(tmp_path, text))


def test_a_folder_that_is_no_shop_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"app/config/parameters.php does not exist: give --shop"):
        parameters.read(tmp_path)


def test_a_file_in_place_of_the_shop_s_folder_is_named(tmp_path: Path) -> None:
    file = tmp_path / "index.php"
    file.write_text("<?php")
    with pytest.raises(SetupError, match="give --shop the folder"):
        parameters.read(file)
