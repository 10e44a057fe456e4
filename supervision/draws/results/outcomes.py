"""What became of a pick, in public words: the floor above knows, and registers it (`register_results`)."""

from collections.abc import Callable, Mapping, Sequence

from supervision.draws.models import Pick

Results = Callable[[Sequence[Pick]], Mapping[int, str]]
_results: list[Results] = []


def register_results(fn: Results) -> None:
    """Let `fn(picks)` say, by the key of the pick, what is public of it. Called at start-up, once for each function."""
    if fn not in _results:
        _results.append(fn)


def results_of(picks: Sequence[Pick]) -> dict[int, str]:
    """Key of the pick → public words; those about which nothing is public yet are left out."""
    found: dict[int, str] = {}
    for fn in _results:
        found |= fn(picks)
    return found
