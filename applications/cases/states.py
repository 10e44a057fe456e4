"""State keys of an application, static on purpose: a registry would make migrations depend on import order."""

from django.db.models import TextChoices


class ApplicationState(TextChoices):
    DRAFT = "draft", "草稿"
    CORRECTION_REQUIRED = "correction_required", "待补正"
    COMPLETENESS_CHECK = "completeness_check", "形式审查"
    PREFECTURE_REVIEW = "prefecture_review", "市州初审"
    CERTIFICATE_CHECK = "certificate_check", "证书核验"
    ELIGIBILITY_CHECK = "eligibility_check", "资格核验"
    DOCUMENT_REVIEW = "document_review", "资料审核"
    PERCEPTION_CHECK = "perception_check", "公众感知核查"
    EXPERT_REVIEW = "expert_review", "专家评审"
    VERIFICATION = "verification", "检测与现场核查"
    COMPOSITE_REPORT = "composite_report", "综合报告"
    CONSULTATION = "consultation", "征求部门意见"
    COMMITTEE = "committee", "委员会审议"
    PUBLIC_NOTICE = "public_notice", "公示"
    APPROVAL = "approval", "准予决定"
    AGREEMENT = "agreement", "签署授权协议"
    AUTHORIZED = "authorized", "已授权"
    NOT_ACCEPTED = "not_accepted", "不予受理"
    REJECTED = "rejected", "不予授权"
    RETRACTED = "retracted", "已撤回"
    LAPSED = "lapsed", "逾期失效"
    TERMINATED = "terminated", "已终止"
    DISCARDED = "discarded", "草稿已删除"


S = ApplicationState
PARKED = (S.DRAFT, S.CORRECTION_REQUIRED)
FINAL = (S.AUTHORIZED, S.NOT_ACCEPTED, S.REJECTED, S.RETRACTED, S.LAPSED, S.TERMINATED, S.DISCARDED)
STAGES = tuple(state for state in S if state not in PARKED and state not in FINAL)
# A case somebody still has to act on; one live application per product and programme.
LIVE = PARKED + STAGES


# What kind of stage a state is, for transitions, which Django must know before any stage's folder is read.
INTAKE = (S.COMPLETENESS_CHECK,)
DECISION = (S.APPROVAL,)
# Times that run for the enterprise: it is reminded, nobody takes a day he was promised, and in the end the case lapses.
LAPSING = (S.CORRECTION_REQUIRED, S.AGREEMENT)
# Stages that a suspended certificate bars, so that their clock stands still meanwhile; a notice keeps its promised end.
STANDSTILL = (S.APPROVAL, S.AGREEMENT)


class PauseCause(TextChoices):
    CORRECTION = "correction", "补正"
    OBJECTION = "objection", "异议核查"
    CERTIFICATE = "certificate", "证书暂停"
