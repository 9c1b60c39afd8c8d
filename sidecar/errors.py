"""Errors that people can cause or can mend: a code for programs, a sentence for people."""

from collections.abc import Mapping
from typing import ClassVar


class ChatError(Exception):
    """A refusal that the browser is told about; `retry` is in seconds, where trying again helps."""

    code: ClassVar[str] = "internal_error"
    sentence: ClassVar[str] = "Something went wrong. Please try again."

    def __init__(self, sentence: str | None = None, *, retry: float | None = None) -> None:
        super().__init__(sentence or self.sentence)
        self.retry = retry

    @property
    def message(self) -> str:
        """The sentence a person may read."""
        return str(self)


class UnknownCommand(ChatError):
    """The browser asked for something this side has no command for."""

    code = "unknown_command"
    sentence = "This command does not exist. Reload the page to get the current version."


class InvalidFormat(ChatError):
    """A command's fields are missing, too many, too long or of the wrong kind."""

    code = "invalid_format"
    sentence = "The request is not in the expected format."


class InvalidFields(InvalidFormat):
    """Fields of a form that a person has to mend: field → code, or a sentence for each."""

    sentence = "Please check what is marked."

    def __init__(self, fields: Mapping[str, str], sentence: str | None = None) -> None:
        super().__init__(sentence)
        self.fields = dict(fields)


class Unsendable(InvalidFormat):
    """A message that cannot go out as it is; the sentence says why, in the operator's language."""


class NotAllowed(ChatError):
    """Who asks is known, and may not do this."""

    code = "not_allowed"
    sentence = "You may not do this."


class NotFound(ChatError):
    """It does not exist, or is somebody else's: the answer is the same for both."""

    code = "not_found"
    sentence = "This conversation does not exist."


class Conflict(ChatError):
    """Somebody else was first, or the same message came with another text."""

    code = "conflict"
    sentence = "Somebody else was faster."


class ConversationClosed(ChatError):
    """The conversation takes no more messages from who asks."""

    code = "conversation_closed"
    sentence = "This conversation is finished. Reopen it to write."


class Blocked(ChatError):
    """The visitor was blocked by an operator."""

    code = "blocked"
    sentence = "The chat is not available."


class Full(ChatError):
    """No operator has room."""

    code = "full"
    sentence = "All operators are busy. Please try again in a few minutes."


class TooMany(ChatError):
    """More than the limit allows; `retry` says when to go on."""

    code = "too_many"
    sentence = "That was a lot at once. Please wait a moment."


class StorageUnavailable(ChatError):
    """The database does not answer: nothing was stored, the browser keeps it and tries again."""

    code = "storage_unavailable"
    sentence = "Your message is kept and will be sent as soon as possible."


class Refused(ChatError):
    """A connection that is not accepted."""


class TokenInvalid(Refused):
    """The token is forged, or meant for another audience or shop."""

    code = "token_invalid"
    sentence = "The sign-in could not be checked. Reload the page."


class TokenExpired(Refused):
    """The token was good once."""

    code = "token_expired"
    sentence = "The sign-in has expired. Reload the page."


class ProtocolMismatch(Refused):
    """The page's script and the sidecar speak different versions."""

    code = "protocol_mismatch"
    sentence = "This page is out of date. Reload it."


class SetupError(Exception):
    """The sidecar cannot start or go on as it is set up; the sentence says what to do."""
