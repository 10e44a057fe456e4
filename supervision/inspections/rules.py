"""Who may take a check how far, and what must be true first (domain.md 8.5)."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from supervision.inspections.samples.states import SampleState, Verdict
from supervision.inspections.states import UNOBJECTED, WITH_FINDINGS, Answer, RecheckAct, ResultWord, Signing
from tianfu.accounts.access.separation import made_by_problems
from tianfu.accounts.roles import Role
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.models.aggregate import Rule
from tianfu.workflow.models.endorsement import signed_by_two
from tianfu.workflow.signatures.two_people import unsigned


class Task(Protocol):
    """What the rules ask of a check."""

    pk: Any
    revision: int
    object: Any
    opened_at: Any
    record: Any
    concluded_by_id: Any
    reviewed_at: Any
    objection_until: Any
    published_at: Any
    rectify_by: Any
    reinspected_on: Any
    members: Any
    items: Any
    findings: Any
    samples: Any
    objections: Any
    rechecks: Any

    @property
    def hidden(self) -> bool: ...

    @property
    def answers(self) -> Any: ...

    @property
    def final_word(self) -> str: ...


TEAM = 2  # 优化营商环境条例: never fewer than two inspectors
TWO = "参照《食品生产经营监督检查管理办法》第二十三条：检查人员不少于两名"


def in_team(task: Task, user: Any) -> bool:
    """Stands in the team now."""
    return Role.INSPECTOR in user.roles and task.members.filter(inspector__user=user, replaced_at=None).exists()


def oversees(task: Task, user: Any) -> bool:
    """抽查组织人 of the object's region, and never of its team."""
    if not user.has_role(Role.SPOTCHECK_MANAGER, task.object.region_id):
        return False
    return not task.members.filter(inspector__user=user).exists()


def _nobody(task: Task, user: Any) -> bool:
    return False


def _notify_problems(task: Task) -> list[str]:
    return ["该抽查的结果尚未揭示，不能事先通知被检查对象。"] if task.hidden else []


def record_problems(task: Task) -> list[str]:
    """What the field record still lacks, in the order of the form."""
    record = getattr(task, "record", None)
    if record is None or record.visited_on is None:
        return ["请填写现场记录，包括检查日期。"]
    problems = []
    if record.visited_on > clock.today() or record.visited_on < clock.in_beijing(task.opened_at):
        problems.append("检查日期应在任务分派之后，且不晚于今天。")
    if task.members.filter(replaced_at=None).count() < TEAM:
        problems.append("检查须由两名以上检查人员进行，请先由抽查组织人补足检查组。")
    return problems + _answer_problems(task, record.answers) + signing_problems(record)


def _answer_problems(task: Task, answers: Mapping[str, Any]) -> list[str]:
    items = list(task.items.all())
    found = set(task.findings.filter(taken_back_at=None).values_list("item_id", flat=True))
    marks = {item.pk: answers.get(str(item.pk), {}).get("answer", "") for item in items}
    open_items = [item.name for item in items if marks[item.pk] not in Answer.values]
    bare = [item.name for item in items if marks[item.pk] == Answer.FAIL and item.pk not in found]
    taken = set(task.samples.values_list("item_id", flat=True))
    unsealed = [item.name for item in items if marks[item.pk] == Answer.SAMPLED and item.pk not in taken]
    problems = [f"还没有检查结果：{'、'.join(open_items)}。"] if open_items else []
    problems += [f"选了“已抽样，待检验”，请登记抽样单：{'、'.join(unsealed)}。"] if unsealed else []
    return problems + ([f"选了“不符合”，请登记发现的问题：{'、'.join(bare)}。"] if bare else [])


def signing_problems(record: Any) -> list[str]:
    """What a record says too little of about the signature of the inspected side."""
    if record.signing not in Signing.values:
        return ["请选择被检查方是否签字。"]
    if record.signing == Signing.SIGNED:
        problems = [] if record.signature_id else ["请在屏幕上签字，或上传签字的照片。"]
        return problems + ([] if record.signatory else ["请填写签字人的姓名。"])
    return [] if record.unsigned_reason else ["未签字的，请写明理由。"]


def _conclude_objections(task: Task, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    if task.rechecks.to_sign().filter(round=task.revision).exists():
        return ["核实记录还没有另一名检查人员签名：签名或撤下后才能作出结论。"]
    waiting = [str(row) for row in task.samples.exclude(state=SampleState.FINAL)]
    if waiting:
        return [f"检验结果尚未生效，生效后才能作出结论：{'、'.join(waiting)}。"]
    word, explanation = inputs.get("word", ""), str(inputs.get("explanation", "")).strip()
    if word not in ResultWord.values:
        return ["请选择一个检查结果。"]
    problems = [] if word == ResultWord.NORMAL or explanation else ["请写明情况。"]
    problems += _word_problems(task, ResultWord(word))
    return problems + _limit_problems(word, inputs.get("rectify_by"), inputs.get("latest"))


def _has_problem(task: Task) -> bool:
    """A finding that stands, or a sample whose final verdict is a failure."""
    found = task.findings.filter(taken_back_at=None).exists()
    return found or task.samples.filter(verdict=Verdict.FAIL).exists()


def _word_problems(task: Task, word: ResultWord) -> list[str]:
    record, failed_test = task.record, task.samples.filter(verdict=Verdict.FAIL).exists()
    findings = _has_problem(task)
    failed = any(each.get("answer") == Answer.FAIL for each in task.answers.values())
    if word == ResultWord.NORMAL and (findings or failed):
        return (
            ["检验结果不合格，不能作“未发现问题”的结论。"]
            if failed_test
            else ["现场记录中有问题，不能作“未发现问题”的结论。"]
        )
    if word in WITH_FINDINGS and not findings:
        return [f"“{word.label}”须有登记的问题，现场记录中没有。"]
    if word == ResultWord.UNREACHABLE and record.signing == Signing.SIGNED:
        return ["现场有人签字，不能作“无法联系”的结论。"]
    return []


def _limit_problems(word: str, rectify_by: date | None, latest: date | None) -> list[str]:
    if rectify_by is None:
        return ["责令改正的，请写明整改期限。"] if word == ResultWord.ORDERED else []
    if word not in WITH_FINDINGS:
        return ["该结果没有需要整改的问题，请不要填写整改期限。"]
    if rectify_by <= clock.today():
        return ["整改期限应晚于今天。"]
    return [f"整改期限最迟为 {moments.full_day(latest)}。"] if latest is not None and rectify_by > latest else []


def _review_objections(task: Task, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    if task.concluded_by_id == actor.pk:
        return ["结论由您作出，须由另一人复核。"]
    return made_by_problems(actor, task.concluded_by_id) if task.concluded_by_id is not None else []


def _publish_problems(task: Task) -> list[str]:
    if task.hidden:
        return ["该抽查的结果尚未揭示，揭示后才能公布检查结果。"]
    last = task.objections.filter(filed_at__gte=task.reviewed_at).last() if task.reviewed_at else None
    if last is not None:
        return [] if last.decided_at is not None else ["被检查对象的异议尚未处理，处理后才能公布。"]
    if task.objection_until is not None and clock.today() <= task.objection_until:
        return [f"异议期至 {moments.full_day(task.objection_until)}，届满后才能公布。"]
    return []


def _uphold_objections(task: Task, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    objection = inputs.get("objection")
    if objection is None or objection.task_id != task.pk or not objection.upheld:
        return ["异议成立才能重新作出结论。"]
    return []


def correction_problems(task: Task, word: str) -> list[str]:
    """Why this word may not be put beside the published one."""
    if task.published_at is None:
        return ["结果尚未公布，请退回检查组重新作出结论。"]
    if task.objections.filter(decided_at=None).exists():
        return ["对该结果的异议尚未处理，请先处理异议。"]
    if word not in ResultWord.values:
        return ["请选择更正后的检查结果。"]
    if word == task.final_word:
        return ["更正后的结果与现在的结果相同。"]
    if task.final_word in UNOBJECTED and word not in UNOBJECTED:
        return ["对被检查对象不利的结果不能以更正作出：须重新检查，听取异议后公布。"]
    if word in WITH_FINDINGS and not _has_problem(task):
        return [f"“{ResultWord(word).label}”须有登记的问题，现场记录中没有。"]
    return []


def _correct_objections(task: Task, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    endorsement: Any = inputs.get("endorsement")
    if problems := unsigned(task, actor, endorsement, "correct", what="更正"):
        return problems
    return correction_problems(task, endorsement.word)


def _order_problems(task: Task) -> list[str]:
    return [] if task.rectify_by is not None else ["结论没有整改期限。"]


def reinspection_problems(task: Task, day: date | None, findings: str) -> list[str]:
    """What is wrong with the day of a 复查 or with what was seen."""
    problems = []
    if day is None or task.published_at is None or not clock.in_beijing(task.published_at) <= day <= clock.today():
        problems.append("复查日期应在结果公布之后，且不晚于今天。")
    return problems if findings.strip() else [*problems, "请写明复查情况。"]


def _reinspect_objections(task: Task, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    row = inputs.get("endorsement")
    if not signed_by_two(row, actor, RecheckAct.REINSPECT):
        return ["复查须由两人签名：先由一人登记，再由另一人签名。"]
    if row.subject_id != task.pk or row.round != task.revision:
        return ["提出后情况已有变化，请重新提出。"]
    if not in_team(task, row.first_by):
        return ["登记人已不在检查组，请重新提出。"]
    if unsigned_problems := signing_problems(row):
        return unsigned_problems
    return reinspection_problems(task, row.checked_on, row.first_note)


def _close_problems(task: Task) -> list[str]:
    if task.rectify_by is not None and task.reinspected_on is None:
        return ["整改尚未复查。"]
    return []


RULES: dict[str, Rule] = {
    "notify": Rule("通知被检查对象", _nobody, problems=_notify_problems, by_system=True),
    "visit": Rule("提交现场记录", in_team, problems=record_problems),
    "conclude": Rule("作出检查结论", in_team, objections=_conclude_objections),
    "send_back": Rule("退回检查结论", oversees, note_required=True),
    "review": Rule("复核检查结论", oversees, objections=_review_objections),
    "publish": Rule("公布检查结果", oversees, problems=_publish_problems),
    "uphold": Rule("采纳异议", oversees, objections=_uphold_objections),
    "order": Rule("责令整改", _nobody, problems=_order_problems, by_system=True),
    "reinspect": Rule("复查整改情况", in_team, objections=_reinspect_objections, clause=TWO),
    "correct": Rule("更正检查结果", oversees, objections=_correct_objections, note_required=True),
    "close": Rule("办结检查", oversees, problems=_close_problems, by_system=True),
    "stop": Rule("停止检查", _nobody, note_required=True, by_system=True),
}
