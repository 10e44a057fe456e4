"""How many authorizations the public register holds, kept while they change: no page counts a million rows.

A trigger writes what each change adds and takes, as rows of their own: nobody waits for a common counter, and what is
rolled back was never counted. The number is the sum of the rows; `counts.fold` puts them together now and then.
"""

from typing import ClassVar

import pgtrigger
from django.db import models

_KEPT = """
    IF TG_OP <> 'INSERT' AND OLD.published_at IS NOT NULL THEN
        INSERT INTO certification_authorizationcount (state, year, number)
        VALUES (OLD.state, extract(year FROM OLD.decided_on), -1);
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.published_at IS NOT NULL THEN
        INSERT INTO certification_authorizationcount (state, year, number)
        VALUES (NEW.state, extract(year FROM NEW.decided_on), 1);
    END IF;
    RETURN NULL;
"""
COUNTED = pgtrigger.Trigger(
    name="authorization_counted",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "published_at", "decided_on") | pgtrigger.Delete,
    func=_KEPT,
)


class AuthorizationCount(models.Model):
    """Published authorizations of a state that were decided in a year; several rows of both add up."""

    state = models.CharField("状态", max_length=20)
    year = models.SmallIntegerField("授权年份")
    number = models.BigIntegerField("增减")

    class Meta:
        verbose_name = verbose_name_plural = "授权数"
        default_permissions: ClassVar = ()
