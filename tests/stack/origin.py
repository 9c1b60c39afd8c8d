"""Shop, module and sidecar behind one web server, as in the demo but on free ports."""

from pathlib import Path

from tests.stack.mariadb import MariaDb
from tests.stack.nginx import Nginx
from tests.stack.ports import free_port
from tests.stack.shop import Shop
from tests.stack.sidecar import Sidecar


class Origin:
    """The parts, ready to be stopped one by one."""

    def __init__(self, server: MariaDb, folder: Path) -> None:
        port = free_port()
        self.shop = Shop(server, folder / "shop", database="origin", domain=f"127.0.0.1:{port}")
        self.shop.create()
        self.sidecar = Sidecar(folder / "logs", shop=self.shop.directory)
        self.nginx = Nginx(
            folder / "nginx",
            port=port,
            shop_port=self.shop.port,
            sidecar_port=self.sidecar.port,
        )

    def start(self) -> None:
        """Start all of it."""
        for part in (self.shop, self.sidecar, self.nginx):
            part.start()

    def stop(self) -> None:
        """Stop all of it."""
        for part in (self.nginx, self.sidecar, self.shop):
            part.stop()
