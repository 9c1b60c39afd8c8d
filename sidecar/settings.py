"""What a process needs to know before it can ask the shop's database for the rest."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of one process: `ONLINECHAT_…` in the environment, or options of `serve`."""

    model_config = SettingsConfigDict(env_prefix="ONLINECHAT_", frozen=True, extra="forbid")

    shop: Path | None = Field(
        None, description="The shop's folder; its app/config/parameters.php is read."
    )
    database_url: str | None = Field(
        None,
        description="mysql://user:password@host:port/name?prefix=ps_ instead of a shop's folder.",
    )
    bind: str = Field("127.0.0.1:8081", description="Address and port to listen on.")
    base_path: str = Field(
        "/oc/", description="Path under which the web server passes requests on."
    )
    metrics_bind: str = Field(
        "127.0.0.1:9108", description="Address and port of /metrics; empty for none."
    )
    redis_url: str | None = Field(
        None, description="redis://… when more than one process serves the shop."
    )
    trusted_proxies: str = Field(
        "127.0.0.0/8,::1/128", description="Networks whose X-Forwarded-For is believed."
    )
    messages_per_minute: int = Field(
        20, ge=1, description="What one visitor may send in a minute; half of it at once."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is logged."
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="Logs for people or for programs."
    )
