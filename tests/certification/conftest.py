import pytest

from tests import make
from tests.kept_rows import once
from tests.said import every_act_says_so  # noqa: F401
from tianfu.accounts.roles import Role


@pytest.fixture
def issued(clock, reference):
    """`issued(route)`: an authorization decided on 2 March 2026 and issued by its job."""

    def build(route="quality_certification", **kwargs):
        clock.set("2026-03-02")
        authorization = make.issued(route, clock_fixture=clock, **kwargs)
        authorization.refresh_from_db()
        assert authorization.state == "active"
        return authorization

    return build


@pytest.fixture
def pair(reference):
    """Two people of the operator: whoever proposes, the other confirms."""
    return once("pair", "", lambda: tuple(make.officer(Role.OPERATOR_OFFICER) for _ in range(2)), strangers=True)
