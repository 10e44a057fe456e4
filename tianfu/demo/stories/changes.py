"""What holders change of their marks: one change granted with its new certificate, one that waits, one mark given back, one
that shall pass on by merger, one that is being renewed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from applications.cases.filings.signatures import sign_declaration
from applications.cases.filings.submission import submit
from applications.form.autosave import save_fields
from applications.models import Application
from certification.changes.cancellations.acts import ask_cancellation
from certification.changes.renewals.acts import start
from certification.changes.requests.acts import file_request
from certification.changes.requests.decisions import confirm, propose
from certification.changes.successions.acts import ask_succession
from certification.models import Authorization, ChangeRequest
from tianfu.demo.accounts import PASSWORD, person
from tianfu.demo.firms import Firm
from tianfu.demo.papers import paper
from tianfu.demo.routes import Route
from tianfu.demo.stories.filing import certificate, file_another
from tianfu.demo.stories.passages import advance_to
from tianfu.demo.stories.plays import Story, ago, later
from tianfu.workflow import clock
from tianfu.workflow.signatures.shown import NO_PAGE


def _mark(firm: Firm) -> Authorization:
    return Authorization.objects.get(enterprise__organisation__uscc=firm.uscc, state="active", basis="declaration")


def _asked(firm: Firm, kind: str, typed: dict[str, str], text: str, evidence: str) -> ChangeRequest:
    return file_request(
        _mark(firm),
        kind,
        typed,
        user=person(firm.key),
        text=text,
        uploads=[paper(evidence, "self_check", firm)],
        proof=PASSWORD,
        shown=NO_PAGE,
    )


def changes(firm: Firm) -> Story:
    yield ago(working=9)
    text = "启用新注册的商标，产品和生产条件没有变化。"
    row = _asked(firm, "trademark", {"trademark": "样例新钒"}, text, "商标注册证")
    yield later(2)
    reason = "商标注册证与企业名称一致，在有效期内，同意变更。"
    proposal = propose(row, "accept", user=person("operator"), seen=row.revision, reason=reason)
    yield later(1)
    confirm(proposal, user=person("operator2"), seen=row.revision, note="同意。", shown=NO_PAGE)
    yield later(3, hour=15)
    models = f"{_mark(firm).models_text}、FeV55N18".lstrip("、")
    _asked(firm, "models", {"models_text": models}, "增加一个牌号，工艺和执行标准不变。", "新牌号检测报告")


def given_back(firm: Firm) -> Story:
    yield ago(working=2)
    text = "该型号自下月起停产，库存标识已清点，将在停产当日销毁。"
    ask_cancellation(_mark(firm), user=person(firm.key), reason="stopped", text=text, proof=PASSWORD, shown=NO_PAGE)


def passing_on(firm: Firm, successor: Firm) -> Story:
    """The successor's turn: its own certificate for the product is entered, so that it can confirm."""
    yield ago(working=4)
    taken_over = replace(successor, product=firm.product, models=firm.models, standard=firm.standard)
    certificate(taken_over, "body", number=f"DEMO-MERGED-{clock.today().year}")
    yield later(1)
    mark = Authorization.objects.get(enterprise__organisation__uscc=firm.uscc, state="active")
    text = "因吸收合并，电池片的生产线、人员和质量责任整体并入继受企业，商标一并转移。"
    ask_succession(
        mark, user=person(firm.key), way="merger", uscc=successor.uscc, text=text,
        uploads=[paper("吸收合并协议", "self_check", firm)], proof=PASSWORD, shown=NO_PAGE,
    )  # fmt: skip


def renewal(firm: Firm, product: str, batch: str) -> Story:
    """Granted for a year that is nearly over; its renewal was filed and is on the first desk of the shorter order."""
    begun, again = ago(days=350), ago(working=5)
    firm, application = yield from file_another(firm, product, begun, batch, Route.SELF_DECLARATION)
    yield from advance_to(application, firm, "authorized")
    yield again
    user = person(firm.key)
    mark = Authorization.objects.get(application=application)
    case = start(mark, user=user)
    save_fields(case, "renewal", {"changed": "no", "what": ""}, user=user)
    sign_declaration(case, user=user, name=firm.person, role="法定代表人", proof=PASSWORD, shown=NO_PAGE)
    fresh = Application.objects.get(pk=case.pk)
    submit(fresh, user=user, seen=fresh.revision, shown=NO_PAGE)


def change_stories(firm: Mapping[str, Firm], last_year: str) -> list[Callable[[], Story]]:
    return [
        partial(changes, firm["vanadium"]),
        partial(given_back, firm["battery"]),
        partial(passing_on, firm["solar"], firm["battery"]),
        partial(renewal, firm["tourism"], "研学旅行服务", last_year),
    ]
