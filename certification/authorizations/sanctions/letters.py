"""Decision letters for 暂停, 恢复, 撤销, 注销: wanted in the act's transaction, made by a job, kept with the case."""

from datetime import date
from typing import Any

from applications.cases.standing.offices import operator
from applications.cases.standing.remedies import remedy
from applications.models import CasePaper
from applications.papers.case_papers import keep_paper, refuse_unprintable
from applications.papers.letters import next_document_number
from applications.papers.wording import WORDING
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.states import Act, Cause
from tianfu.papers import shapes
from tianfu.registry.spoken import for_readers_of
from tianfu.text.moments import formal_day
from tianfu.workflow import clock
from tianfu.workflow.jobs import enqueue, handler
from tianfu.workflow.models import Job
from tianfu.workflow.policies.values import policy

LETTER_JOB = "sanction_letter"
_KINDS: dict[str, CasePaper.Kind] = {
    Act.SUSPEND: CasePaper.Kind.SUSPENSION,
    Act.REINSTATE: CasePaper.Kind.REINSTATEMENT,
    Act.WITHDRAW: CasePaper.Kind.WITHDRAWAL,
    Act.CANCEL: CasePaper.Kind.CANCELLATION,
}
CURES: dict[str, str] = {
    Cause.CERTIFICATE: "请联系认证机构办理整改；认证机构恢复证书后，没有其他暂停原因的，授权随即恢复，无需另行申请。",
    Cause.CERTIFICATE_ENDED: "所依据的质量认证证书已经终止，授权不能恢复使用。运营机构将听取您的意见，由两人作出处理决定。",
    Cause.BODY_LEFT: "请在期限内换用联盟成员颁发、具备该领域资格的质量认证证书；逾期未更换的，由两人作出处理决定。",
    Cause.MISUSE: "请停止不合规的使用并改正，将改正情况和证明材料提交运营机构，由两人核实后恢复。",
    Cause.QUALITY: "请完成整改，将整改报告和合格的检测报告提交运营机构，由两人核实后恢复。",
    Cause.REPORT: "请补报年度自查报告；报告接受后，由两人核实恢复，无需另行申请。",
    Cause.HOLDER: "需要恢复使用时，请向运营机构提出，由两人核实后恢复。",
    Cause.OTHER: "请按上述原因改正，将改正情况提交运营机构，由两人核实后恢复。",
}
_OPENINGS = {
    Act.SUSPEND: "{organ}决定自{day}起暂停你单位下列产品使用“{brand}”{mark}。",
    Act.REINSTATE: "暂停的原因已经消除，{organ}决定自{day}起恢复你单位下列产品使用“{brand}”{mark}。",
    Act.WITHDRAW: "{organ}由两名工作人员审查，决定自{day}起撤销你单位下列产品的“{brand}”{right}。",
    Act.CANCEL: "{organ}决定自{day}起注销你单位下列产品的“{brand}”{right}。",
}


def want_letter(authorization: Authorization, act: str, *, cause: str, reason: str, occasion: str) -> None:
    """In the act's own transaction; `occasion` tells two acts of one kind apart."""
    payload = {
        "authorization": authorization.pk,
        "act": str(act),
        "cause": str(cause),
        "reason": reason,
        "on": clock.today().isoformat(),
        "occasion": occasion,
        "number": next_document_number(authorization.application, _KINDS[act], clock.today()),
    }
    enqueue(LETTER_JOB, f"sanction:{authorization.pk}:{act}:{occasion}", payload)


@handler(LETTER_JOB, label="制作暂停、恢复、撤销、注销决定书")
def make_letter(job: Job) -> None:
    """Make and keep the letter; a second run finds it made."""
    authorization = Authorization.objects.select_related("application__programme_version", "enterprise").get(
        pk=job.payload["authorization"]
    )
    kind = _KINDS[job.payload["act"]]
    with refuse_unprintable():
        keep_paper(
            authorization.application, kind, job.key, sanction_sheet(authorization, job.payload), paper_kind=str(kind)
        )


def sanction_sheet(authorization: Authorization, facts: dict[str, Any]) -> shapes.Letter:
    """`facts` as the job keeps them; letters wanted before there was a 文号 keep the number of their sort."""
    act, day = facts["act"], date.fromisoformat(facts["on"])
    kind, application = _KINDS[act], authorization.application
    office = operator(application, day)
    content = application.programme_version.content
    brand, words, title = content["name"], content["words"], content["papers"][str(kind)]["title"]
    opening = _OPENINGS[Act(act)].format(organ=office.self_name, day=formal_day(day), brand=brand, **words)
    old = f"{authorization.number or application.number}/{WORDING[kind].code}{facts['occasion']}"
    return shapes.Letter(
        number=facts.get("number") or old,
        made_at=clock.now(),
        programme=brand,
        issuer=office.name,
        kind_label=title,
        title=title,
        addressee=authorization.holder_name,
        subject=[
            (f"{words['grant']}编号", authorization.number or "尚未编号"),
            ("持有人", authorization.holder_name),
            ("统一社会信用代码", authorization.holder_uscc),
            (f"{words['grant']}产品", authorization.product_name),
            ("有效期", f"{formal_day(authorization.starts_on)}至{formal_day(authorization.ends_on)}"),
        ],
        paragraphs=[opening, f"原因：{facts['reason'].rstrip('。')}。"],
        closing=[for_readers_of(authorization, text) for text in _closing(authorization, act, facts["cause"], day)],
        remedies=[remedy(application, day).letter] if WORDING[kind].remedy else [],
        contact=office.contact,
        signed_on=day,
    )


def _closing(authorization: Authorization, act: str, cause: str, day: date) -> list[str]:
    """What the holder has to do now, and what the public sees."""
    if act == Act.SUSPEND:
        return [
            "暂停期间不得使用标识；公众查询时显示“暂停”。",
            f"恢复的办法：{CURES.get(cause, CURES[Cause.OTHER])}".replace("您", "你单位"),
        ]
    if act == Act.REINSTATE:
        return [f"授权有效期不变，至{formal_day(authorization.ends_on)}止。"]
    if act == Act.WITHDRAW:
        slug = authorization.application.programme_slug
        years = int(policy("reapply_bar_years", scope=slug, on=day))
        return [
            "请立即停止使用标识，并从产品、包装、说明书和宣传中去除；公众查询时显示“撤销”。",
            f"自本决定之日起 {years} 年内，你单位不得再次申报。",
        ]
    return [
        "请停止使用标识：新生产的产品、新提供的服务不得再使用，已经出厂的产品可以继续销售；公众查询时显示“注销”。",
        "今后需要时，你单位可以重新申报。",
    ]
