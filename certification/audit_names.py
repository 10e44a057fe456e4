"""What the recorded actions of marks, certificates and bodies are called on the auditor's screens."""

from certification.authorizations.rules import RULES as AUTHORIZATIONS
from certification.authorizations.states import Act
from certification.authorizations.suspensions.replacements.rules import RULES as REPLACEMENTS
from certification.authorizations.suspensions.restorations.rules import RULES as RESTORATIONS
from certification.certificates.rules import RULES as CERTIFICATES
from certification.changes.requests.models import ChangeEndorsement
from certification.changes.requests.rules import RULES as CHANGES
from certification.changes.successions.models import SuccessionEndorsement
from certification.changes.successions.rules import RULES as SUCCESSIONS
from certification.duties.usages.rules import RULES as USAGES
from tianfu.ledger.audit.action_words import name_actions, name_rules, notable
from tianfu.ledger.audit.reasons import demand_reason, weigh

name_rules(__name__, "authorization", AUTHORIZATIONS)
name_rules(__name__, "qualitycertificate", CERTIFICATES)
name_rules(__name__, "replacement", REPLACEMENTS)
name_rules(__name__, "restoration", RESTORATIONS)
name_rules(__name__, "markusage", USAGES)
name_rules(__name__, "changerequest", CHANGES)
name_rules(__name__, "succession", SUCCESSIONS)
name_actions(
    __name__,
    {
        **{f"authorization.propose_{act}": f"提出{act.label}" for act in Act},
        **{f"authorization.drop_{act}": f"撤下提议：{act.label}" for act in Act},
        **{f"quality_certificate.propose_{verb}": f"提出{rule.label}" for verb, rule in CERTIFICATES.items()},
        **{f"quality_certificate.drop_{verb}": f"撤下提议：{rule.label}" for verb, rule in CERTIFICATES.items()},
        **{f"change_request.propose_{act}": f"提出{label}" for act, label in ChangeEndorsement.ACTS.items()},
        **{f"change_request.drop_{act}": f"撤下提议：{label}" for act, label in ChangeEndorsement.ACTS.items()},
        "cancellation_request.file": "申请注销",
        "cancellation_request.hand_back": "退回注销申请",
        "cancellation_request.take_back": "撤回注销申请",
        **{f"succession.propose_{act}": f"提出{label}" for act, label in SuccessionEndorsement.ACTS.items()},
        **{f"succession.drop_{act}": f"撤下提议：{label}" for act, label in SuccessionEndorsement.ACTS.items()},
        "succession.file": "申请继受",
        "change_request.file": "申请变更",
        "change_request.site_check": "登记现场核查",
        "authorization.remind": "提醒持有人",
        "authorization.number": "授权编号",
        "authorization.add_cause": "增加暂停原因",
        "authorization.lift_cause": "消除一项暂停原因",
        "authorization.certificate_replaced": "更换所依据的证书",
        "authorization.replace_certificate": "更换所依据的证书",
        "authorization.reissue": "换发证书和标识",
        "authorization.proposal_lapsed": "提议失效",
        "certificate_claim.confirm": "确认证书",
        "certificate_claim.refuse": "不予确认证书",
        "certificate_claim.void": "证书须重新确认",
        "certification_body.register": "登记认证机构",
        "certification_body.begin_term": "登记认证机构资格",
        "certification_body.end_term": "终止认证机构资格",
        "mark_usage.register": "登记标识使用",
        "mark_usage.carry": "接续标识使用登记",
        "replacement.take_back": "撤回新证书",
        "quality_certificate.enter": "录入证书",
        "replacement.ask": "要求更换证书",
        "replacement.offer": "提交新证书",
        "replacement.hand_back": "退回新证书",
        "restoration.file": "提出恢复申请或陈述",
        "suspension_request.file": "申请暂停",
        "suspension_request.take_back": "撤回暂停申请",
    },
)
demand_reason(__name__, "suspend", "reinstate", "withdraw", "revoke", "cancel")
weigh(__name__, "issue", "suspend", "reinstate", "withdraw", "revoke", "cancel")
notable(__name__, "authorization.suspend", "authorization.withdraw", "authorization.cancel")
