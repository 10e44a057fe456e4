"""What a request may say its body is: text in UTF-8, described in plain words.

Python takes `hex`, `base64` or `undefined` for a charset, and Django decodes a form with it; so does the extended
form `name*=charset''value` of a header's parameter. No browser sends either.
"""

import re

UTF_8 = {"utf-8", "utf8", "us-ascii", "ascii"}
REFUSAL = "请求声明的字符编码不受支持，请使用 UTF-8。"
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\";]*)", re.I)


def refusal(content_type: str) -> str:
    """Why a body of this description is not read, or ""."""
    if not content_type.isascii() or not content_type.isprintable() or "*" in content_type.partition(";")[2]:
        return REFUSAL
    charsets = {charset.strip().lower() for charset in _CHARSET.findall(content_type)}
    return "" if charsets <= UTF_8 else REFUSAL
