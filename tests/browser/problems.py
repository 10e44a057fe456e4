"""What the browser complained about: console errors, violated policies, failed scripts."""

from playwright.sync_api import BrowserContext, ConsoleMessage, WebError


class Problems:
    """What the browser complained about in this test."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.allowed: list[str] = []

    def allow(self, text: str) -> None:
        """Complaints that contain `text` are what this test provokes."""
        self.allowed.append(text)

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", self._error)

    def unexpected(self) -> list[str]:
        return [text for text in self.seen if not any(part in text for part in self.allowed)]

    def _console(self, message: ConsoleMessage) -> None:
        # A violated policy and a failed load both arrive as console errors.
        if message.type == "error":
            self.seen.append(f"{message.text} @ {message.location.get('url', '')}")

    def _error(self, error: WebError) -> None:
        self.seen.append(f"script error: {error.error}")
