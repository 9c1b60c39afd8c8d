"""Numbers for Prometheus, on a port of their own."""

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry()
SOCKETS = Gauge("onlinechat_sockets", "Connected sockets", ["side"], registry=REGISTRY)
MESSAGES = Counter("onlinechat_messages", "Stored messages", ["author"], registry=REGISTRY)
COMMIT_SECONDS = Histogram(
    "onlinechat_commit_seconds",
    "Duration of the transaction that stores a batch of messages",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
    registry=REGISTRY,
)
MAILS = Counter("onlinechat_mails", "Attempts to send a mail", ["result"], registry=REGISTRY)
OFFLINE_MESSAGES = Counter(
    "onlinechat_offline_messages", "Messages left while nobody could answer", registry=REGISTRY
)
BATCH = Histogram(
    "onlinechat_batch_messages",
    "Messages stored in one transaction",
    buckets=(1, 2, 5, 10, 20, 50, 100, 200),
    registry=REGISTRY,
)


def application() -> web.Application:
    """Serves /metrics and nothing else."""
    app = web.Application()
    app.router.add_get("/metrics", _metrics)
    return app


async def _metrics(_request: web.Request) -> web.Response:
    return web.Response(
        body=generate_latest(REGISTRY),
        headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
    )
