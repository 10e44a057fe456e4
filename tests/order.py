"""In which order the tests run: longest first where they are spread, as written otherwise, or by `--order`.

No test may lean on another: `--order=reverse` turns everything round, `--order=random` shuffles groups, files and tests and
says the seed with which `--seed` repeats it. What shares servers or a browser stays together (`group_of`), in whatever
order, because to start them is what costs.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

# Seconds on a quiet machine of two cores, measured; whatever is not named takes less than ten. Spread over processes the
# longest begin first, so that all processes end together.
SECONDS = {
    "tests/browser": 330,
    "tests/workflow/test_worker.py": 80,
    "tests/faults/test_issuing_killed.py": 80,
    "tests/faults/test_every_parameter.py": 75,
    "tests/walks/test_walk.py": 75,
    "tests/upgrades/test_upgrade.py": 70,
    "tests/deploy/test_start.py": 60,
    "tests/deploy/test_slow_clients.py": 55,
    "tests/stories/test_demo.py": 50,
    "tests/deploy/test_run.py": 45,
    "tests/faults/test_draw_killed.py": 40,
    "tests/stories/test_every_message.py": 30,
    "tests/faults/test_web_killed.py": 25,
    "tests/public/test_print.py": 20,
    "tests/public/test_validators.py": 20,
    "tests/certification/test_api.py": 20,
    "tests/certification/bodies/test_terms.py": 20,
    "tests/certification/test_public_site.py": 15,
    "tests/ui/test_autosave.py": 15,
    "tests/applications/review/test_work_list.py": 15,
    "tests/applications/test_objections.py": 15,
    "tests/deploy/test_backup.py": 10,
}
ROOT = Path(__file__).resolve().parent.parent


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


def group_of(item: pytest.Item) -> str:
    """What one process runs in one go: a file, or the whole folder that shares the running stack."""
    path = item.path.relative_to(ROOT)
    return str(path.parent if path.parent.name == "browser" else path)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """The groups before pytest-xdist writes them into the names; the order after all plugins have had theirs."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group_of(item)))
    yield
    if config.option.order == "reverse":
        items.reverse()
    elif config.option.order == "random":
        items[:] = shuffled(items, random.Random(config.option.seed))
    elif config.option.dist != "no" or hasattr(config, "workerinput"):
        items.sort(key=lambda item: (-SECONDS.get(group_of(item), 0), group_of(item)))


def shuffled(items: list[pytest.Item], dice: random.Random) -> list[pytest.Item]:
    """Groups, their files and the tests of each file in random order."""
    files: dict[str, dict[Path, list[pytest.Item]]] = {}
    for item in items:
        files.setdefault(group_of(item), {}).setdefault(item.path, []).append(item)
    found: list[pytest.Item] = []
    for group in dice.sample(sorted(files), len(files)):
        for path in dice.sample(sorted(files[group]), len(files[group])):
            found += dice.sample(files[group][path], len(files[group][path]))
    return found
