import logging
import sys

from tianfu.ledger.requests.loglines import OneLineFormatter


def _format(message: str, *args: object, exc_info: object = None) -> str:
    record = logging.LogRecord("a", logging.INFO, "f.py", 1, message, args, exc_info)  # type: ignore[arg-type]
    return OneLineFormatter("%(levelname)s [%(request_id)s] %(message)s").format(record)


def test_line_breaks_in_what_somebody_typed_stay_inside_the_line() -> None:
    forged = "x\r\nINFO [-] signed in user=1\u2028\x1b[31m"
    assert _format("name=%s", forged) == "INFO [-] name=x\\r\\nINFO [-] signed in user=1\\u2028\\x1b[31m"


def test_chinese_stays_readable() -> None:
    assert _format("封存完成") == "INFO [-] 封存完成"


def test_a_traceback_cannot_start_a_line_of_its_own() -> None:
    try:
        raise ValueError("a\nINFO [-] forged")
    except ValueError:
        lines = _format("failed", exc_info=sys.exc_info()).split("\n")
    assert not any(line.startswith("INFO [-] forged") for line in lines)
