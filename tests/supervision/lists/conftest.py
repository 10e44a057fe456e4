from typing import Any

import pytest

from tests import make
from tianfu.accounts.roles import Role


@pytest.fixture
def pair(reference: None, clock: Any) -> Any:
    """Officer and approver of the province, on 2026-05-11."""
    clock.set("2026-05-11")
    return make.officer(Role.PROVINCE_OFFICER), make.officer(Role.PROVINCE_APPROVER)
