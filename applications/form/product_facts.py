"""Facts of the product as one case states them: a filed case keeps its version until a correction asks for one."""

from typing import Any

from django.db import transaction

from applications.cases.models.application import Application
from applications.cases.sections.scope import may_fill_facts
from applications.enterprises.products.models import ProductVersion
from applications.enterprises.products.versions import (
    Facts,
    corrected_version,
    difference,
    different,
    follow_correction,
    refuse_wrong_facts,
)
from tianfu.ledger.audit.records import record
from tianfu.workflow.door import lock


@transaction.atomic
def correct_facts(application: Application, facts: Facts, *, user: Any) -> ProductVersion:
    """What an open correction asked of the product's facts, and only that: the case goes on with a new version.

    The product itself follows where it still says what the case said; what was changed there meanwhile stays.
    """
    locked = lock(application)
    base = locked.product_version
    changed = different(base.facts(), facts)
    may_fill_facts(locked, user, changed)
    if not changed:
        return base
    refuse_wrong_facts(changed, {**base.facts(), **facts})
    version = corrected_version(locked.product_id, base, changed, user=user)
    Application.objects.filter(pk=locked.pk).update(product_version=version)
    follow_correction(base, version, changed)
    record("product.corrected", actor=user, subject=locked, data=difference(base.facts(), changed, version))
    return version
