"""Celery's side: proposals that nobody confirmed in time."""

from celery import shared_task

from tianfu.accounts.grants.proposals import expire_proposals
from tianfu.accounts.models.stamps import real_now


@shared_task(name="tianfu.expire_grant_proposals", expires=3000)
def expire_grant_proposals() -> None:
    expire_proposals(real_now())
