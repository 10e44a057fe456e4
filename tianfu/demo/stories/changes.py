"""What holders change of their marks: one change granted with its new certificate, one that waits, one mark given back."""

from certification.changes.cancellations.acts import ask_cancellation
from certification.changes.requests.acts import file_request
from certification.changes.requests.decisions import confirm, propose
from certification.models import Authorization, ChangeRequest
from tianfu.demo.accounts import PASSWORD, person
from tianfu.demo.firms import Firm
from tianfu.demo.papers import paper
from tianfu.demo.stories.plays import Story, ago, later
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
