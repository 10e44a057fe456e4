"""Log lines that stay one line each, whatever somebody typed."""

import logging
import re

from tianfu.ledger.requests.context import current

# C0 and C1 controls, line and paragraph separators, and the marks that turn the reading direction.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class OneLineFormatter(logging.Formatter):
    """Escapes control characters in the message and adds the request's number.

    A traceback keeps its lines: it is ours, and its message has been escaped before.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = escaped(record.message)
        record.request_id = current().request_id or "-"
        return super().formatMessage(record)

    def formatException(self, ei: object) -> str:
        text = super().formatException(ei)  # type: ignore[arg-type]
        return "\n".join("  " + escaped(line) for line in text.split("\n"))


def escaped(text: str) -> str:
    return _UNSAFE.sub(lambda found: found.group().encode("unicode_escape").decode(), text)
