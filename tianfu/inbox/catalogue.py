"""Every message of the system, by key. A message that is not here cannot be sent.

The texts stand in the `message_kinds.py` of the subject that sends them; each app loads its own when it starts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tianfu.inbox.message_kind import MessageKind
from tianfu.inbox.wording import fill, one_line, readable
from tianfu.registry.spoken import HOUSE, Words, speak
from tianfu.registry.table import Table

__all__ = ["CATALOGUE", "Rendered", "WrongContext", "kind_of", "register_messages", "render"]

CATALOGUE: Table[MessageKind] = Table("消息", "message_kinds.py")


def register_messages(place: str, kinds: Iterable[MessageKind]) -> None:
    """Called by a `message_kinds.py` with its own `__name__`."""
    for kind in kinds:
        CATALOGUE.add(kind.key, kind, place)


class WrongContext(ValueError):
    """A caller left out a variable of the message, or gave one it does not know."""


@dataclass(frozen=True)
class Rendered:
    subject: str
    body: str


def kind_of(key: str) -> MessageKind:
    """The catalogue entry; KeyError names an unknown key."""
    try:
        return CATALOGUE[key]
    except KeyError:
        raise KeyError(f"消息目录中没有 {key}") from None


def render(key: str, context: Mapping[str, object], words: Words = HOUSE) -> Rendered:
    """Subject (one line, at most 40 characters) and body as plain text, in the words of what it is about.

    Raises WrongContext when a required variable is absent or empty: a notice with a hole in it has no legal worth.
    """
    kind = kind_of(key)
    absent = [name for name in kind.sample if name not in kind.optional and context.get(name) in (None, "", [], ())]
    unknown = sorted(set(context) - set(kind.sample))
    if absent or unknown:
        raise WrongContext(f"消息 {key}：缺少 {absent}，多出 {unknown}")
    values = {name: readable(value) for name, value in context.items() if value not in (None, "")}
    values = dict.fromkeys(kind.optional, "") | values
    # In the one-line subject a value may not bring its own line break.
    flat = {name: one_line(value, 200) if isinstance(value, str) else value for name, value in values.items()}
    return Rendered(one_line(fill(speak(kind.subject, words), flat)), fill(speak(kind.body, words), values))
