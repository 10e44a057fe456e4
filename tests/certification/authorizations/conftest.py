import pytest
from django.test import Client

from certification.authorizations.sanctions.acts import confirm, propose
from certification.authorizations.states import Act, Cause
from tianfu.workflow.signatures.shown import NO_PAGE


@pytest.fixture
def signed_in():
    """`signed_in(person)`: a client of its own."""

    def build(person):
        client = Client()
        client.force_login(person)
        return client

    return build


@pytest.fixture
def act(pair):
    """`act(authorization, Act.SUSPEND, Cause.MISUSE)`: proposed by one, confirmed by the other."""

    def build(authorization, what=Act.SUSPEND, cause=Cause.MISUSE, reason="包装上的标识被改色使用"):
        authorization.refresh_from_db()
        seen = authorization.revision
        proposal = propose(authorization, what, user=pair[0], seen=seen, reason=reason, cause=cause)
        return confirm(proposal, user=pair[1], seen=seen, shown=NO_PAGE)

    return build
