"""The settings of a shop in one language, and their defaults."""

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]


class ChatSettings(BaseModel):
    """What the merchant may change; texts in the language they were asked for in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    operator_name: str
    sounds: bool = True
    most_at_once: Annotated[int, Field(ge=1, le=100)] = 10
    typing_preview: bool = True
    header_text: str
    welcome_text: str
    launcher_label: str
    header_background: Colour = "#25b9d7"
    header_color: Colour = "#11333b"
    operator_background: Colour = "#eff1f2"
    operator_color: Colour = "#363a41"
    customer_background: Colour = "#363a41"
    customer_color: Colour = "#ffffff"
    side: Annotated[str, Field(pattern="^(start|end)$")] = "end"
    visitor_gone_after: timedelta = timedelta(minutes=15)
    unanswered_after: timedelta = timedelta(minutes=3)
    form_after: timedelta = timedelta(seconds=60)

    def shown_name(self, firstname: str) -> str:
        """The name under an operator's messages; `{firstname}` stands for the employee's."""
        return self.operator_name.replace("{firstname}", firstname)
