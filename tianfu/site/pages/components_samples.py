"""Sample data of the components page."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import forms

from tianfu.text.fields import TextField
from tianfu.workflow.signatures.second_form import SecondForm

BEIJING = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BEIJING)


class FilterForm(forms.Form):
    region = forms.ChoiceField(
        label="市（州）", required=False, choices=(("", "全部"), ("511500", "宜宾市"), ("510100", "成都市"))
    )
    route = forms.ChoiceField(
        label="方式", required=False, choices=(("", "全部"), ("a", "品质认证"), ("b", "自我声明"))
    )
    q = TextField(label="企业或产品", required=False)


CORRECTION = {
    "words": "执行标准已被 2025 年版代替，请核对后填写现行版本。",
    "by": "宜宾市市场监管局",
    "at": at(18, 9),
    "due": date(2026, 12, 9),
}
STAGES = [
    {"label": "形式审查", "state": "done", "date": date(2026, 11, 9)},
    {"label": "市州初审", "state": "done", "date": date(2026, 11, 18)},
    {"label": "证书核验", "state": "now", "due": date(2026, 12, 4)},
    {"label": "资料审核", "state": "todo"},
    {"label": "公示", "state": "todo", "note": "7 个工作日"},
    {"label": "准予决定", "state": "todo"},
    {"label": "签署协议", "state": "todo"},
]
STAGES_PAUSED = [STAGES[0], {"label": "市州初审", "state": "paused", "note": "等待您补正"}, *STAGES[3:]]
STAGES_STOPPED = [STAGES[0], {"label": "市州初审", "state": "stopped", "note": "不予受理"}, *STAGES[3:]]
ARITHMETIC = [
    "11 月 10 日（周二）受理，次日起算。",
    "办理期限 20 个工作日，依据《管理办法》第十二条。",
    "11 月 18 日至 11 月 20 日等待补正，3 个工作日不计入。",
    "因此期限为 12 月 11 日（周五）。",
]
STANDS = [
    {
        "sentence": "资料已由宜宾市市场监管局受理，正在核验质量认证证书。最迟 12 月 11 日（周五）答复。",
        "who": "省运营中心 核验岗",
        "due": date(2026, 12, 11),
        "due_words": "还有 14 个工作日",
        "arithmetic": ARITHMETIC,
    },
    {
        "label": "办理情况二",
        "sentence": "请您补正 1 处。在您答复之前，办理期限暂停计算。",
        "who": "您",
        "due": date(2026, 12, 11),
        "due_words": "还有 14 个工作日",
        "tone": "wait",
    },
    {"label": "办理情况三", "sentence": "已决定不予授权。您可以在 60 日内申请复议。", "tone": "bad"},
]
TASKS = [
    {"label": "主体信息", "url": "#tasks", "state": "done", "hint": "宜宾川南酱菜有限公司"},
    {"label": "产品信息", "url": "#tasks", "state": "todo", "missing": ["商标注册号", "产品照片"]},
    {"label": "执行标准", "url": "#tasks", "state": "correction", "hint": "监管部门请您修改 1 处"},
    {"label": "主要关键性能指标对比表", "url": "#tasks", "state": "problem", "missing": ["第 2 项的单位与标准不一致"]},
    {"label": "确认提交", "state": "blocked", "hint": "前面各部分完成后即可提交"},
]
COMPARISON = [
    {"name": "氯化钠", "unit": "g/100 g", "direction": "越低越好", "own": "4.2", "verdict": "better",
     "national": {"value": "≤ 6.0", "source": "GB 2714-2015"}, "industry": {"value": "≤ 5.0", "source": "SB/T 10756"}},
    {"name": "亚硝酸盐（以 NaNO₂ 计）", "unit": "mg/kg", "direction": "越低越好", "own": "20", "verdict": "equal",
     "national": {"value": "≤ 20", "source": "GB 2762-2022"}},
    {"name": "总酸（以乳酸计）", "unit": "g/100 g", "direction": "越低越好", "own": "2.4", "verdict": "worse",
     "industry": {"value": "≤ 2.0", "source": "SB/T 10439"}},
    {"name": "传统工艺发酵时间", "unit": "天", "direction": "越高越好", "own": "180", "verdict": ""},
]  # fmt: skip
FILES = [
    {"file": {"name": "检验报告-2026-0318.pdf", "content_type": "application/pdf", "size": 2_410_233, "sha256": "9f2c" * 16,
              "created_at": at(12, 14, 3)}, "state": "passed", "by": "张三", "url": "#files", "inline": True},
    {"file": {"name": "生产车间.jpg", "content_type": "image/jpeg", "size": 812_000, "sha256": "", "created_at": at(12, 14, 5)},
     "state": "checking", "by": "张三"},
    {"file": {"name": "产品台账.xlsx", "content_type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
              "size": 20_120}, "state": "refused", "reason": "文件内容不是表格。请用表格软件打开后另存为 .xlsx 再上传。"},
]  # fmt: skip
_KEPT = FILES[0]["file"] | {"pk": 1}  # type: ignore[operator]
EVENTS = [
    {"at": at(20, 16, 20), "who": "企业", "what": "已答复补正要求，恢复计时。", "tone": ""},
    {
        "at": at(18, 9),
        "who": "宜宾市市场监管局 初审岗",
        "what": "请企业补正 1 处。",
        "note": CORRECTION["words"],
        "tone": "wait",
    },
    {
        "at": at(9, 10, 41),
        "who": "宜宾市市场监管局 受理岗",
        "what": "已受理。",
        "url": "#timeline",
        "url_label": "受理通知书",
        "tone": "",
    },
    {"at": at(8, 21, 17), "who": "企业", "what": "提交申报，编号 TFMP-A-2026-00017-K。", "tone": "quiet"},
]
READBACK = [
    {"label": "企业名称", "value": "宜宾川南酱菜有限公司"},
    {"label": "统一社会信用代码", "value": "91511500MA6XXXXX0A"},
    {"label": "执行标准", "value": "Q/CNJC 0001S-2025 泡菜", "url": "#readback", "changed": True},
    {"label": "主要市场", "lines": ["四川省内", "境外：日本、马来西亚"], "url": "#readback"},
    {"label": "产品照片", "value": "", "url": "#readback"},
]
CHECKS = [
    {"label": "质量认证证书为联盟成员所发", "done": True},
    {"label": "证书持有人、产品与申报一致", "done": True},
    {"label": "认证机构已确认", "done": False, "why": "已于 11 月 20 日发出确认请求，尚未答复。"},
]
ACTIONS = [
    {"value": "pass_stage", "label": "核验通过，进入资料审核", "barred": "认证机构尚未确认，确认后即可通过。"},
    {"value": "ask_correction", "label": "要求补正", "kind": "plain", "url": "#decision"},
    {"value": "reject", "label": "不予授权…", "kind": "danger", "url": "#confirm"},
]
PANEL = {
    "title": "证书核验",
    "action": "#decision",
    "first": {"by": "王五（省局 初审岗）", "at": at(20, 10, 5), "words": "资料齐全，建议准予。"},
    "checks": CHECKS,
    "actions": ACTIONS,
    "hidden": [("seen", "3")],
}
PROPOSED = {
    "first_by": "王五",
    "first_at": at(20, 10, 5),
    "get_act_display": "同意变更",
    "first_note": "与营业执照一致。",
}
SECOND = SecondForm(
    url="#second", seen=3, shown="", barred=[], label="确认同意变更", what="授权内容立即变更，当日公开。"
)
CONSEQUENCES = {
    "what": "撤销“川南泡菜”的天府名品授权，标识立即停止使用。",
    "told": "企业全体成员（站内消息和邮件）、宜宾市市场监管局。",
    "public": "查询和验证页面当日起显示“撤销”及理由。",
    "undo": "不能。企业可以申诉。",
}
ROWS = [
    {"url": "#worklist", "number": "TFMP-A-2026-00017-K", "enterprise": "宜宾川南酱菜有限公司", "product": "川南泡菜", "route": "品质认证",
     "region": "宜宾市", "stage": "证书核验", "since": at(12, 9), "due": date(2026, 11, 20), "due_words": "超期 1 个工作日", "due_tone": "over", "handler": "李四"},
    {"url": "#worklist", "number": "TFMP-A-2026-00021-3", "enterprise": "成都精工阀门股份有限公司", "product": "超低温球阀 DN50–DN300",
     "route": "自我声明", "region": "成都市", "stage": "资料审核", "since": at(18, 9), "first": "钱复核", "first_at": at(19, 9),
     "proposal": "拟不予授权", "due": date(2026, 11, 25), "due_words": "还有 3 个工作日", "due_tone": "soon", "handler": "李四"},
    {"url": "#worklist", "number": "TFMP-A-2026-00024-X", "enterprise": "阿坝州高原牦牛乳业有限责任公司", "product": "牦牛奶粉",
     "route": "品质认证", "region": "阿坝州", "stage": "待补正", "state": "paused", "handler": ""},
]  # fmt: skip
COLUMNS = [
    {"label": label, "url": "#worklist" if place < 9 else "", "order": "ascending" if place == 7 else ""}
    for place, label in enumerate(
        ["编号", "企业", "产品", "方式", "市（州）", "环节", "进入环节", "期限", "经办", "待复核的意见"]
    )
]
TABS = [
    {"label": "我的", "url": "#worklist", "current": True, "count": 3},
    {"label": "本处室", "url": "#worklist", "count": 18},
    {"label": "超期", "url": "#worklist", "count": 1, "urgent": True},
]
PILLS = [
    ("active", ""), ("suspended", ""), ("withdrawn", ""), ("cancelled", ""), ("expired", ""), ("waiting", ""),
    ("stage", "资料审核"), ("correction_required", "待补正"), ("rejected", "不予授权"),
]  # fmt: skip

WORK_ITEMS = [
    {"title": "川南泡菜", "url": "#home", "what": "复核“提出暂停”，确认或不确认。", "first": "钱复核", "since": at(19, 9),
     "first_note": "包装上的标识被改色使用。", "due": date(2026, 11, 25), "due_words": "还有 3 个工作日", "tone": "wait"},
    {"title": "牦牛奶粉", "url": "#home", "what": "核对材料是否齐全，予以受理或要求补正。", "since": at(18, 9), "holder": "李四"},
]  # fmt: skip
BARS = [
    {"label": "形式审查", "number": 12, "url": "#home", "share": 100},
    {"label": "资料审核", "number": 3, "url": "#home", "tone": "over", "share": 25},
]
ANSWER = {
    "answered_by": "王五",
    "answered_at": at(20, 10, 5),
    "text": "检测条件与国家标准第 6 章一致，附检测机构说明。",
    "files": {"all": []},
}
POSITION = {"label": "本处室", "url": "#home", "number": 2, "total": 18, "newer_url": "#home", "older_url": "#home"}

SAMPLES: dict[str, object] = {
    "work_items": WORK_ITEMS, "bar_samples": BARS, "answer_sample": ANSWER, "position_sample": POSITION,
    "pills": PILLS, "stages": STAGES, "stages_paused": STAGES_PAUSED, "stages_stopped": STAGES_STOPPED,
    "stands_samples": STANDS, "consequences": CONSEQUENCES, "tasks": TASKS, "comparison_rows": COMPARISON, "files": FILES, "events": EVENTS,
    "readback_rows": READBACK, "rows": ROWS, "columns": COLUMNS, "tabs": TABS,
    "correction_done": CORRECTION | {"answer": "已改为 2025 年版。", "done": True},
    "nav_samples": [{"label": "首页", "url": "#nav", "current": True}, {"label": "消息", "url": "#nav", "count": "3"}],
    "head_actions": [{"label": "下载回执", "url": "#head", "kind": "plain"}, {"label": "继续填写", "url": "#head"}],
    "refused_samples": ["授权当前“暂停”，不能继受。"], "proposed_sample": PROPOSED, "second_sample": SECOND, "handed_in": [{"file": _KEPT}], "letter_sample": {"paper": {"file": _KEPT}},
    "hidden": [("seen", "3")],
}  # fmt: skip
