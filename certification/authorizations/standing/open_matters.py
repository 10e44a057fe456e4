"""Matters of the holder that exclude one another: while a change is open nobody renews, while one succeeds nobody changes.

Each subject says, for one authorization, what of its own is open; whoever begins something asks for the others' under
the authorization's lock.
"""

from collections.abc import Callable

from certification.authorizations.models.authorization import Authorization

Open = Callable[[Authorization], str]
_open: dict[str, Open] = {}


def register_open(key: str, source: Open) -> None:
    """`source(authorization)`: a sentence that says what is open and what to do first; "" for nothing. At start-up."""
    _open[key] = source


def open_matters(authorization: Authorization, *, but: str = "") -> list[str]:
    """What is open on it; `but`: the key of the subject that asks for the others'."""
    found = [source(authorization) for key, source in _open.items() if key != but]
    return [sentence for sentence in found if sentence]
