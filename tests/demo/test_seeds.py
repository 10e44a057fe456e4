"""Where nothing is to be seeded."""

from typing import Any

import pytest
from django.core.management import call_command

from tianfu.accounts.models import User


def test_without_demo_nothing_is_seeded(db: None, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(Exception, match="DEMO=1"):
        call_command("seed_demo")
    assert not User.objects.exists()
