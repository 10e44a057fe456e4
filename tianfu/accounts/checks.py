"""System checks of the keys: what is kept secret in the database needs one of its own."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

from tianfu.accounts import encryption


@register(Tags.security, deploy=True)
def encryption_keys(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Asked by `check --deploy` and by every start of web, worker and beat; commands go on without."""
    problem = encryption.problem()
    return [Error(problem, id="accounts.E001")] if problem else []
