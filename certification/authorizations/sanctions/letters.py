"""Decision letters for 暂停, 恢复, 撤销, 注销: what each says besides the mark."""

from datetime import date
from typing import Any

from applications.models import CasePaper
from applications.papers.wording import WORDING
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.notices import keep_notice, term_row, told, want_notice
from certification.authorizations.states import Act, Cause
from tianfu.registry.spoken import for_readers_of
from tianfu.workflow import clock
from tianfu.workflow.jobs import handler
from tianfu.workflow.models import Job
from tianfu.workflow.policies.values import policy

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


def want_letter(authorization: Authorization, act: str, *, cause: str, reason: str, occasion: str) -> None:
    """In the act's own transaction; `occasion` tells two acts of one kind apart."""
    key, said = f"sanction:{authorization.pk}:{act}:{occasion}", _said(authorization, act, cause, reason, clock.today())
    want_notice(authorization, _KINDS[act], key, **said)


def _said(authorization: Authorization, act: str, cause: str, reason: str, on: date) -> dict[str, Any]:
    said: dict[str, Any] = {
        "said": reason,
        "rows": [
            ("持有人", authorization.holder_name),
            ("统一社会信用代码", authorization.holder_uscc),
            term_row(authorization),
        ],
    }
    if act == Act.SUSPEND:
        cure = for_readers_of(authorization, CURES.get(cause, CURES[Cause.OTHER]))
        return {**said, "cure": cure.replace("您", "你单位")}
    if act == Act.REINSTATE:
        return {**said, "until": authorization.ends_on}
    if act == Act.WITHDRAW:
        slug = authorization.application.programme_slug
        return {**said, "years": int(policy("reapply_bar_years", scope=slug, on=on))}
    return said


@handler("sanction_letter", label="制作暂停、恢复、撤销、注销决定书")
def make_earlier_letter(job: Job) -> None:
    """Wanted before every letter of a mark had one job, the oldest before there was a 文号; a parked one is still tried
    again."""
    facts, authorization = job.payload, Authorization.objects.get(pk=job.payload["authorization"])
    kind, on = _KINDS[facts["act"]], date.fromisoformat(facts["on"])
    old = f"{authorization.number or authorization.application.number}/{WORDING[kind].code}{facts['occasion']}"
    keep_notice(
        authorization,
        job.key,
        {"number": old, **facts, "kind": kind, "to": authorization.holder_name}
        | told(**_said(authorization, facts["act"], facts["cause"], facts["reason"], on)),
    )
