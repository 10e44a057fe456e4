"""The engine's own words for what a brand grants, and how they are spoken in a programme's words. A leaf.

Texts of the engine say 授权, 标识使用授权 and 标识; where the reader's programme says 认定 or 名牌称号, they are spoken so. Only texts
of ours are spoken, never what people typed: a product may be called 标识牌.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from tianfu.text.parameters import number

Words = Mapping[str, str]
HOUSE = {"right": "标识使用授权", "grant": "授权", "mark": "标识"}
# 授权代表, 授权委托 and 授权书 are of the civil law, not of the brand.
WORDS = re.compile("标识使用授权|授权(?!代表|委托|书)|标识")
QUOTED = re.compile("(“[^”]*”)")
KEYS = {word: key for key, word in HOUSE.items()}


class _Known:
    # Whether some programme speaks otherwise than the engine; until then nobody is asked.
    otherwise = False
    sources: ClassVar[dict[str, Callable[[int], Words | None]]] = {}


def register_speaker(kind: str, source: Callable[[int], Words | None]) -> None:
    """`source(12)`: the words of the programme that "application:12" belongs to, for the kind application. At start-up."""
    _Known.sources[kind] = source


def heard(words: Words) -> None:
    """A programme with these words is there."""
    _Known.otherwise = _Known.otherwise or any(words[key] != word for key, word in HOUSE.items())


def otherwise() -> bool:
    """Whether any programme speaks otherwise than the engine."""
    return _Known.otherwise


def words_about(about: str) -> Words:
    """The words of what a message is about ("application:12"); the engine's for what belongs to no programme."""
    kind, _, key = about.partition(":")
    source, found = _Known.sources.get(kind), number(key)
    if source is None or found is None or not _Known.otherwise:
        return HOUSE
    return source(found) or HOUSE


def for_readers_of(thing: Any, text: str) -> str:
    """A text of ours about something that belongs to a programme, in its words."""
    return speak_filled(text, thing.spoken_words) if _Known.otherwise else text


def speak(text: str, words: Words) -> str:
    """A text of ours in these words."""
    return WORDS.sub(lambda found: words[KEYS[found[0]]], text) if words is not HOUSE else text


def speak_filled(text: str, words: Words) -> str:
    """A sentence of ours with what it was filled with: what stands in “…” was typed by people or is a label, and stays."""
    parts = QUOTED.split(text)
    parts[::2] = [speak(part, words) for part in parts[::2]]
    return "".join(parts)
