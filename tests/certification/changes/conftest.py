import pytest
from django.test import Client

from certification.authorizations.sanctions.acts import confirm as confirm_sanction
from certification.authorizations.sanctions.acts import propose as propose_sanction
from certification.authorizations.states import Act, Cause
from certification.changes.requests.acts import file_request
from certification.changes.requests.decisions import confirm, decide_alone, propose
from certification.models import Authorization, ChangeRequest
from tests import make
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
def ask():
    """`ask(mark, "models", models_text="E-100、E-200")`: filed by who signs for its holder."""

    def build(mark, kind="models", *, user=None, text="增加一个型号", files=1, certificate="same", **typed):
        mark = Authorization.objects.get(pk=mark.pk)
        return file_request(
            mark,
            kind,
            typed,
            user=user or mark.application.created_by,
            text=text,
            uploads=[make.pdf(f"材料{number}.pdf") for number in range(files)],
            proof=make.PASSWORD,
            certificate=mark.certificate if certificate == "same" else certificate,
            shown=NO_PAGE,
        )

    return build


@pytest.fixture
def decide(pair):
    """`decide(request, "accept")`: by two people, or by one where one is enough."""

    def build(request, verb="accept", reason="材料齐全，情况属实"):
        row = ChangeRequest.objects.get(pk=request.pk)
        if not row.way.by_two:
            return decide_alone(row, verb, user=pair[0], seen=row.revision, reason=reason, shown=NO_PAGE)
        proposal = propose(row, verb, user=pair[0], seen=row.revision, reason=reason)
        return confirm(proposal, user=pair[1], seen=row.revision, shown=NO_PAGE)

    return build


@pytest.fixture
def act(pair):
    """`act(mark, Act.SUSPEND, Cause.MISUSE)`: proposed by one, confirmed by the other."""

    def build(mark, what=Act.SUSPEND, cause=Cause.MISUSE, reason="包装上的标识被改色使用"):
        mark = Authorization.objects.get(pk=mark.pk)
        proposal = propose_sanction(mark, what, user=pair[0], seen=mark.revision, reason=reason, cause=cause)
        return confirm_sanction(proposal, user=pair[1], seen=mark.revision, shown=NO_PAGE)

    return build
