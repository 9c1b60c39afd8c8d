"""What a browser's page fetches, stores and costs, as Chromium's own tools see it."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import CDPSession, Page

OURS = "/oc/"


@dataclass(slots=True)
class Request:
    """One request and what came of it; `status` is what the server said, 304 included."""

    url: str
    status: int = 0
    received: int = 0
    """Bytes on the wire, headers included."""
    encoding: str = ""

    @property
    def path(self) -> str:
        """Without the origin and the query."""
        return urlsplit(self.url).path

    @property
    def ours(self) -> bool:
        """Whether it went to the sidecar."""
        return self.path.startswith(OURS)


@dataclass(slots=True)
class Traffic:
    """Everything a page fetched since it was watched."""

    requests: dict[str, Request] = field(default_factory=dict)
    sockets: list[str] = field(default_factory=list)
    socket_bytes: int = 0
    complaints: list[str] = field(default_factory=list)

    def of(self, part: str) -> list[Request]:
        """Requests whose path has this in it."""
        return [one for one in self.requests.values() if part in one.path]

    def foreign(self) -> set[str]:
        """Paths of requests that did not go to the sidecar."""
        return {one.path for one in self.requests.values() if not one.ours}


async def watch(page: Page, cdp: CDPSession) -> Traffic:
    """Begin to note what the page does."""
    seen = Traffic()

    def sent(event: dict[str, Any]) -> None:
        seen.requests[event["requestId"]] = Request(event["request"]["url"])

    def headers(event: dict[str, Any]) -> None:
        if one := seen.requests.get(event["requestId"]):
            one.status = event["statusCode"]

    def answered(event: dict[str, Any]) -> None:
        if one := seen.requests.get(event["requestId"]):
            one.status = one.status or event["response"]["status"]
            names = {name.lower(): value for name, value in event["response"]["headers"].items()}
            one.encoding = names.get("content-encoding", "")

    def finished(event: dict[str, Any]) -> None:
        if one := seen.requests.get(event["requestId"]):
            one.received = int(event["encodedDataLength"])

    def frame(event: dict[str, Any]) -> None:
        seen.socket_bytes += len(event["response"]["payloadData"].encode())

    cdp.on("Network.requestWillBeSent", sent)
    cdp.on("Network.responseReceivedExtraInfo", headers)
    cdp.on("Network.responseReceived", answered)
    cdp.on("Network.loadingFinished", finished)
    cdp.on("Network.webSocketCreated", lambda event: seen.sockets.append(event["url"]))
    cdp.on("Network.webSocketFrameReceived", frame)
    cdp.on("Network.webSocketFrameSent", frame)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("console", lambda said: _complaint(seen, said.type, said.text))
    await cdp.send("Network.enable")
    return seen


def _complaint(seen: Traffic, kind: str, text: str) -> None:
    if kind == "error":
        seen.complaints.append(text)


async def main_thread(cdp: CDPSession) -> dict[str, float]:
    """Chromium's counters of the page's process, durations in milliseconds."""
    metrics = (await cdp.send("Performance.getMetrics"))["metrics"]
    return {one["name"]: one["value"] * 1000 for one in metrics if "Duration" in one["name"]}


STORED = """() => ({
  local: Object.keys(localStorage), session: Object.keys(sessionStorage), cookie: document.cookie
})"""

SHIFTS = """new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.benchShift = (window.benchShift ?? 0) + entry.value;
}).observe({ type: "layout-shift", buffered: true });"""

USABLE = """(() => {
  addEventListener("pointerdown", (event) => {
    const look = () => {
      const root = document.querySelector("online-chat")?.shadowRoot;
      const field = root?.querySelector("textarea");
      const writing = field && root.activeElement === field && !field.disabled
        && field.getClientRects().length > 0;
      if (!writing) return requestAnimationFrame(look);
      // What this frame shows is painted when a task after it runs.
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        window.benchUsable = performance.now() - event.timeStamp;
      };
      channel.port2.postMessage(null);
    };
    requestAnimationFrame(look);
  }, { capture: true, once: true });
})()"""
"""How long after the press somebody can write: the field is there, focused, painted."""
