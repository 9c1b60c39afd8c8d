"""Empty pages with and without our tag: what the tag costs is the difference."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.stack.ports import LOOPBACK

TAG = (
    '<script async src="/oc/loader.js" data-shop="1" data-lang="en"'
    ' data-session="/module/onlinechat/session"></script>'
)
LEAST = """fetch("/oc/state?shop=1&lang=en", { credentials: "omit", cache: "no-cache" })
  .then((answer) => answer.json())
  .then(() => {
    const button = document.createElement("button");
    button.style.cssText = "position:fixed;inset:auto 20px 20px auto;width:56px;height:56px";
    document.body.append(button);
  });"""
"""What any chat has to do at least: ask whether somebody is there, draw a button."""

TEXT = "<p>" + "A line of a shop's page that nothing may push away. " * 8 + "</p>"
PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
    "<title>Empty</title>{tag}<body>{body}</body></html>"
)
PAGES = {
    "/empty": PAGE.format(tag="", body=""),
    "/tagged": PAGE.format(tag=TAG, body=""),
    "/least": PAGE.format(tag='<script async src="/least.js"></script>', body=""),
    "/least.js": LEAST,
    "/text": PAGE.format(tag=TAG, body=TEXT * 12),
}


class Answers(BaseHTTPRequestHandler):
    """Knows the pages above."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """One of the pages, or nothing."""
        body = PAGES.get(self.path, "").encode()
        self.send_response(200 if body else 404)
        kind = "javascript" if self.path.endswith(".js") else "html"
        self.send_header("Content-Type", f"text/{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def pages() -> Iterator[int]:
    """Serve them; gives the port."""
    server = ThreadingHTTPServer((LOOPBACK, 0), Answers)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
