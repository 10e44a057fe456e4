"""What a route rests on has a subject: asked at the start of what was loaded, also when a stage or a section is gone."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.checks import run_checks

from applications.cases.sections import section
from applications.cases.stages import stage
from applications.checks import check_bases
from applications.models import ProgrammeVersion
from applications.programmes.names import KEPT
from tests import brands
from tests.some import some
from tianfu.workflow import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept() -> Iterator[None]:
    before = dict(KEPT.versions)
    yield
    KEPT.versions = before


def said() -> list[str]:
    return [error.msg for error in check_bases(databases=["default"]) if error.id == "applications.E002"]


def test_every_loaded_programme_rests_on_something(reference: None) -> None:
    for brand in some(brands.OTHERS):
        brands.load(brand)
    assert said() == []


def test_a_route_whose_subject_is_gone_is_named_at_the_start(reference: None, monkeypatch: Any) -> None:
    for known in (section._registry, stage._registry):
        for one in list(known.values()):
            if one.basis == "certificate":
                monkeypatch.delitem(known, one.key)
    newest = ProgrammeVersion.objects.order_by("version").last()
    assert newest is not None
    assert said() == [
        f"tfmp 第 {newest.version} 版 routes.quality_certification.{place}: 以认证证书为依据，但没有相应的填报部分。"
        for place in ("basis", "renewal")
    ]
    found = run_checks(tags=["database"], databases=["default"])
    assert [error.id for error in found].count("applications.E002") == 2


def test_a_version_that_was_replaced_is_not_asked(reference: None) -> None:
    good = ProgrammeVersion.objects.order_by("version").last()
    assert good is not None
    payload = copy.deepcopy(good.payload)
    declared = next(route for route in payload["routes"].values() if route.get("basis") == "declaration")
    declared["sections"] = [key for key in declared["sections"] if key != "declaration"]
    loaded(good, 1, payload)
    assert len(said()) == 1
    loaded(good, 2, good.payload)
    assert said() == []


def loaded(good: ProgrammeVersion, after: int, payload: dict[str, Any]) -> None:
    ProgrammeVersion.objects.create(
        programme=good.programme, version=good.version + after, payload=payload, sha256=str(after) * 64,
        loaded_at=clock.now(),
    )  # fmt: skip
