"""One origin in front: shop, back office and the sidecar's path, WebSockets included."""

import os
import shutil
from pathlib import Path

from tests.stack.ports import LOOPBACK, free_port, wait_for
from tests.stack.process import Process

CONFIGURATION = """{user}
daemon off;
worker_processes 1;
pid {directory}/server.pid;
error_log {directory}/error.log warn;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    default_type application/octet-stream;
    client_body_temp_path {directory}/body;
    proxy_temp_path {directory}/proxy;
    fastcgi_temp_path {directory}/fastcgi;
    uwsgi_temp_path {directory}/uwsgi;
    scgi_temp_path {directory}/scgi;
    map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
    server {{
        listen {host}:{port};
        client_max_body_size 8m;
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
        location / {{
            proxy_pass http://{host}:{shop_port};
        }}
{sidecar}
    }}
}}
"""
SIDECAR = """
        location ^~ {base_path} {{
            proxy_pass http://{host}:{sidecar_port};
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_set_header Cookie "";
            proxy_buffering off;
            proxy_read_timeout 75s;
        }}
"""


class Nginx:
    """The shop's web server; without a sidecar port the sidecar's path falls to the shop."""

    def __init__(
        self,
        directory: Path,
        *,
        shop_port: int,
        sidecar_port: int | None,
        port: int = 0,
        base_path: str = "/oc/",
    ) -> None:
        """`directory` gets configuration, logs and temporary files."""
        self.directory = directory.resolve()
        self.port = port or free_port()
        self.shop_port = shop_port
        self.sidecar_port = sidecar_port
        self.base_path = base_path
        self._process = Process("nginx", self.directory)

    @property
    def url(self) -> str:
        """The one origin, without a slash at the end."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.alive

    def end_leftover(self) -> None:
        """End the process of a former run that was killed."""
        self._process.end_leftover()

    def start(self) -> None:
        """Write the configuration and serve."""
        self.directory.mkdir(parents=True, exist_ok=True)
        configuration = self.directory / "nginx.conf"
        values = {
            "host": LOOPBACK,
            "port": self.port,
            "directory": self.directory,
            "shop_port": self.shop_port,
            "sidecar_port": self.sidecar_port,
            "base_path": self.base_path,
            # As root its workers would be another user, who may not enter our folder.
            "user": "user root;" if os.geteuid() == 0 else "",
        }
        sidecar = SIDECAR.format(**values) if self.sidecar_port else ""
        configuration.write_text(CONFIGURATION.format(sidecar=sidecar, **values))
        self._process.start(
            [
                _program(),
                "-p",
                str(self.directory),
                "-c",
                str(configuration),
                "-e",
                str(self.directory / "error.log"),
            ]
        )
        if not wait_for(self.port):
            failure = self._process.failure("it does not answer")
            self.stop()
            raise failure

    def stop(self) -> None:
        """Stop serving; open connections are cut."""
        self._process.stop(grace=3)

    def kill(self) -> None:
        """Kill -9."""
        self._process.kill()


def _program() -> str:
    """Path of nginx; Debian keeps it where normal users don't look."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/sbin")
    if not found:
        raise RuntimeError("nginx is missing: apt-get install nginx-light")
    return found
