"""One cleaning for every text a person types: what cannot be seen goes, what can be seen stays.

Dropped: control characters, NUL, direction signs, zero-width characters, soft hyphens, byte order marks, tags,
lone surrogates, noncharacters. Kept: every letter of every script (rare Chinese characters, Yi, Tibetan), the
joiners where a script needs them, the variation selectors behind a character. Text is composed (NFC), except
for the compatibility ideographs: in a registered name they are letters of their own.
"""

import re
import unicodedata

# Invisible wherever they stand. The fillers of Hangul are letters by category and print nothing.
_ALWAYS = (
    "\\u0000-\\u0008\\u000e-\\u001f\\u007f-\\u0084\\u0086-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5"
    "\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffc"
)
_INVISIBLE = re.compile(f"[{_ALWAYS}\ud800-\udfff\ufdd0-\ufdef\U000e0000-\U000e007f]")
_NONCHARACTER = re.compile(
    "[" + "".join(f"{chr(0x10000 * n + 0xFFFE)}{chr(0x10000 * n + 0xFFFF)}" for n in range(17)) + "]"
)
# Arabic to Tibetan, Myanmar, Khmer and Mongolian write differently with a joiner between two letters.
_JOINED = (
    "\u0600-\u0fff\u1000-\u109f\u1780-\u18af\ua840-\ua8ff\ua9e0-\uaaff\ufb50-\ufdff\ufe70-\ufefe\U00011000-\U00011fff"
)
_IDLE_JOINER = re.compile(f"(?<![{_JOINED}])[\u180e\u200c\u200d]+|[\u180e\u200c\u200d]+(?![{_JOINED}])")
_SELECTOR = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_IDLE_SELECTOR = re.compile(f"(?:^|(?<=[\\s{_SELECTOR}]))[{_SELECTOR}]+")
_COMPATIBLE = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")
_BREAK = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
# Every blank of Unicode but the ideographic one, which indents Chinese paragraphs.
_BLANK = "\t \xa0\u1680\u2000-\u200a\u202f\u205f\u2800"
_BLANKS = re.compile(f"[{_BLANK}]+")
_ANY_BLANKS = re.compile(f"[{_BLANK}\u3000\n]+")


# What most texts consist of, nothing of which is ever changed: ASCII, Chinese, their punctuation.
_PLAIN = re.compile("[ -~\u2014\u2018\u2019\u201c\u201d\u2026\u3000-\u3020\u4e00-\u9fff\uff01-\uff5e]*")


def visible(text: str) -> str:
    """`text` without what cannot be seen, composed, with plain line breaks. Blanks stay as they were typed."""
    if _PLAIN.fullmatch(text):
        return text
    text = _BREAK.sub("\n", text)
    text = _NONCHARACTER.sub("", _INVISIBLE.sub("", text))
    text = _IDLE_SELECTOR.sub("", _IDLE_JOINER.sub("", text))
    return "".join(part if place % 2 else _composed(part) for place, part in enumerate(_COMPATIBLE.split(text)))


def line(text: str) -> str:
    """One line: cleaned, every run of blanks and line breaks one space, nothing before or after."""
    return _ANY_BLANKS.sub(" ", visible(text)).strip()


def lines(text: str) -> str:
    """Several lines: cleaned, line breaks kept, runs of blanks one space; an indent of ideographic spaces stays."""
    rows = [_BLANKS.sub(" ", row).rstrip(" \u3000") for row in visible(text).split("\n")]
    return "\n".join(row if row.startswith("\u3000") else row.strip(" ") for row in rows).strip()


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
