"""A world that is dear to build, built once for all tests of a file; each of them finds it as it was."""

import copy
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from tests.clock import FOREVER, Clock
from tianfu.workflow import clock as the_clock


def kept(build: Callable[[Clock], Any]) -> tuple[Any, Any]:
    """Two fixtures to be named in the file, `whole_world, world = kept(build)`: all its tests must ask for `world`.

    `world` is what `build(clock)` returned, copied for each test, with its files and the time it left the clock at. The
    rows stand in a transaction of the file, within which each test has its own; so none may commit (`transaction=True`).
    """

    @pytest.fixture(scope="module")
    def whole_world(
        django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[tuple[Any, timedelta, Path]]:
        files = tmp_path_factory.mktemp("kept")
        with django_db_blocker.unblock(), transaction.atomic():
            the_clock.remember(timedelta(), FOREVER)
            with override_settings(MEDIA_ROOT=files):
                built = build(Clock())
            yield built, the_clock.offset(), files
            transaction.set_rollback(True)

    @pytest.fixture
    def world(whole_world: tuple[Any, timedelta, Path], db: None, _beginning: None) -> Any:
        built, offset, files = whole_world
        the_clock.remember(offset, FOREVER)
        shutil.copytree(files, settings.MEDIA_ROOT, dirs_exist_ok=True)
        return copy.deepcopy(built)

    return whole_world, world
