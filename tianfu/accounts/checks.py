"""System checks of what protects accounts: the keys of stored secrets, the number of proxies in front, who may do what."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

from tianfu.accounts.access.permissions import declared_permissions, wrong_rights
from tianfu.accounts.protection import client_address, encryption
from tianfu.accounts.roles import RIGHTS


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


@register
def rights_exist(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    sentences = wrong_rights(RIGHTS.values(), declared_permissions())
    return [Error(sentence, id="accounts.E003") for sentence in sentences]
