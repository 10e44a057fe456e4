"""System checks of what protects accounts: the keys of stored secrets, and the number of proxies in front."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

from tianfu.accounts.protection import client_address, encryption


@register(Tags.security, deploy=True)
def encryption_keys(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Asked by `check --deploy` and by every start of web, worker and beat; commands go on without."""
    problem = encryption.problem()
    return [Error(problem, id="accounts.E001")] if problem else []


@register(Tags.security, deploy=True)
def proxy_count(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Behind a proxy that nobody counts, everybody has the proxy's address."""
    problem = client_address.problem()
    return [Error(problem, id="accounts.E002")] if problem else []
