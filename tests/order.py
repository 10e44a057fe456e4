"""In which order the tests run: longest first where they are spread, as written otherwise, or by `--order`.

No test may lean on another: `--order=reverse` turns everything round, `--order=random` shuffles groups, files and tests and
says the seed with which `--seed` repeats it. What shares servers or a browser stays together (`group_of`), in whatever
order, because to start them is what costs.
"""

import random
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# Seconds of a whole run by three processes on two slow cores, 27 Nov 2026; whatever is not named takes less than ten or so.
# Spread over processes the longest begin first, so that all processes end together.
SECONDS = {
    "tests/browser": 480,
    "tests/faults/test_every_parameter.py": 310,
    "tests/walks/test_walk.py": 225,
    "tests/deploy/test_run.py": 118,
    "tests/walks/cases/test_random_cases.py": 80,
    "tests/upgrades/test_upgrade.py": 75,
    "tests/stories/test_demo.py": 70,
    "tests/deploy/test_start.py": 46,
    "tests/applications/test_console_pages.py": 44,
    "tests/ui/test_beijing_time.py": 40,
    "tests/deploy/test_slow_clients.py": 40,
    "tests/public/test_validators.py": 34,
    "tests/faults/test_issuing_killed.py": 30,
    "tests/faults/test_draw_killed.py": 30,
    "tests/certification/authorizations/test_door.py": 30,
    "tests/accounts/test_rate_limits.py": 20,
    "tests/applications/programmes/test_files.py": 20,
    "tests/ui/test_autosave.py": 18,
    "tests/supervision/inspections/test_personal.py": 17,
    "tests/supervision/draws/test_page.py": 16,
    "tests/supervision/inspections/test_sanctions.py": 16,
    "tests/stories/test_two_brands.py": 16,
    "tests/workflow/test_worker.py": 16,
    "tests/ui/test_components.py": 15,
    "tests/applications/test_door.py": 14,
    "tests/faults/test_web_killed.py": 13,
    "tests/public/test_register_pages.py": 13,
    "tests/stories/test_supervision_scope.py": 13,
    "tests/architecture/test_assertions.py": 13,
    "tests/certification/issuing/test_issuing_races.py": 12,
    "tests/deploy/test_backup.py": 12,
    "tests/accounts/test_guesses.py": 12,
    "tests/accounts/test_signing_in.py": 12,
    "tests/stories/test_four_brands.py": 12,
    "tests/certification/duties/test_door.py": 11,
}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("order", "order of the tests")
    group.addoption("--order", choices=("usual", "reverse", "random"), default="usual", help="usual, reverse or random")
    group.addoption("--seed", type=int, default=None, help="of --order=random; without it one is drawn and shown")


def pytest_configure(config: pytest.Config) -> None:
    # Drawn here once: the processes of pytest-xdist must all collect in the same order.
    if config.option.order == "random" and config.option.seed is None:
        config.option.seed = random.SystemRandom().randrange(1_000_000)


def pytest_report_header(config: pytest.Config) -> str | None:
    order = config.option.order
    return None if order == "usual" else f"order: {order}" + f" --seed={config.option.seed}" * (order == "random")


def group_of(nodeid: str) -> str:
    """What one process runs in one go: a file, or the whole folder that shares the running stack."""
    path = PurePosixPath(nodeid.split("::", 1)[0])
    return str(path.parent if path.parent.name == "browser" else path)


class Together(LoadScopeScheduling):
    """Gives out whole groups. pytest-xdist's own marks of groups are written where this pytest no longer reads them."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return Together(config, log)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """After all plugins have had theirs."""
    yield
    if config.option.order == "reverse":
        items.reverse()
    elif config.option.order == "random":
        items[:] = shuffled(items, random.Random(config.option.seed))
    elif config.option.dist != "no" or hasattr(config, "workerinput"):
        items.sort(key=lambda item: (-SECONDS.get(group_of(item.nodeid), 0), group_of(item.nodeid)))


def shuffled(items: list[pytest.Item], dice: random.Random) -> list[pytest.Item]:
    """Groups, their files and the tests of each file in random order."""
    files: dict[str, dict[Path, list[pytest.Item]]] = {}
    for item in items:
        files.setdefault(group_of(item.nodeid), {}).setdefault(item.path, []).append(item)
    found: list[pytest.Item] = []
    for group in dice.sample(sorted(files), len(files)):
        for path in dice.sample(sorted(files[group]), len(files[group])):
            found += dice.sample(files[group][path], len(files[group][path]))
    return found
