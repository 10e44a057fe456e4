"""Messages about a yearly report."""

from datetime import date

from tianfu.inbox.catalogue import register_messages
from tianfu.inbox.message_kind import Audience, MessageKind

_HEAD = "授权编号：{{ authorization }}\n产品：{{ product }}\n年度：{{ year }}\n"
REPORT = {"authorization": "TFMP-2026-00001-K", "product": "四川泡菜", "year": 2026}
_DUE = REPORT | {"due": date(2027, 6, 30)}
_DESK = _DUE | {"holder": "演示泡菜食品有限公司"}

KINDS = (
    MessageKind(
        key="annual_report_open",
        label="年度自查报告开始报送",
        audience=Audience.MEMBERS,
        subject="请报送 {{ year }} 年度自查报告：{{ product|truncatechars:16 }}",
        body="您企业的授权须报送年度自查报告，现在可以填写。\n\n" + _HEAD + "报送期限：{{ due }}\n\n"
        "上年度的数字已经带入，请改为本年度的数字，上传证明材料，由有签署权限的成员签署报送。",
        sample=_DUE,
        legal=True,
    ),
    MessageKind(
        key="annual_report_late",
        label="年度自查报告逾期提醒",
        audience=Audience.MEMBERS,
        subject="年度自查报告{{ late }}：{{ product|truncatechars:16 }}",
        body="您企业的年度自查报告{{ late }}，尚未报送。\n\n" + _HEAD + "报送期限：{{ due }}\n\n"
        "请您尽快报送。到 {{ then }} 仍未报送的，运营机构可以由两人决定暂停授权。",
        sample=_DUE | {"late": "已逾期 15 天", "then": date(2027, 7, 31)},
        legal=True,
    ),
    MessageKind(
        key="annual_report_missing",
        label="年度自查报告长期未报送",
        audience=Audience.MEMBERS,
        subject="年度自查报告已逾期 {{ late }} 天：{{ product|truncatechars:14 }}",
        body="您企业的年度自查报告经提醒仍未报送，已逾期 {{ late }} 天。\n\n" + _HEAD + "报送期限：{{ due }}\n\n"
        "运营机构可以由两人决定暂停授权，暂停期间不得使用标识。请您立即报送；报告接受后，暂停的原因即可消除。",
        sample=_DUE | {"late": 31},
        legal=True,
    ),
    MessageKind(
        key="annual_report_missing_desk",
        label="年度自查报告长期未报送（运营机构）",
        audience=Audience.DESK,
        subject="未报送年度自查报告，逾期 {{ late }} 天：{{ product|truncatechars:12 }}",
        body="下列授权的年度自查报告经提醒仍未报送，已逾期 {{ late }} 天。\n\n持有人：{{ holder }}\n"
        + _HEAD
        + "报送期限：{{ due }}\n\n请您核实后提出暂停，由另一人确认。",
        sample=_DESK | {"late": 31},
        roles=("operator_officer",),
    ),
    MessageKind(
        key="annual_report_filed",
        label="年度自查报告已收到",
        audience=Audience.MEMBERS,
        subject="已收到 {{ year }} 年度自查报告：{{ product|truncatechars:16 }}",
        body="您企业报送的年度自查报告已收到{{ late }}。\n\n" + _HEAD + "\n运营机构最迟于 {{ due }} 答复您。",
        sample=_DUE | {"late": "，逾期 12 天"},
        optional=frozenset({"late"}),
    ),
    MessageKind(
        key="annual_report_to_review",
        label="有年度自查报告待审查",
        audience=Audience.DESK,
        subject="请审查 {{ year }} 年度自查报告：{{ product|truncatechars:16 }}",
        body="{{ holder }}报送了年度自查报告{{ late }}，请您审查，接受或者退回补正。\n\n"
        + _HEAD
        + "\n请最迟于 {{ due }} 办结。",
        sample=_DESK | {"late": "，逾期 12 天"},
        optional=frozenset({"late"}),
        roles=("operator_officer",),
    ),
    MessageKind(
        key="annual_report_accepted",
        label="年度自查报告已接受",
        audience=Audience.MEMBERS,
        subject="{{ year }} 年度自查报告已接受：{{ product|truncatechars:16 }}",
        body="您企业报送的年度自查报告已接受，摘要已在品牌页面公布。\n\n"
        + _HEAD
        + "{% if note %}审查意见：{{ note }}\n{% endif %}",
        sample=REPORT | {"note": "请继续做好投诉处理。"},
        optional=frozenset({"note"}),
        legal=True,
    ),
    MessageKind(
        key="annual_report_returned",
        label="年度自查报告退回补正",
        audience=Audience.MEMBERS,
        subject="{{ year }} 年度自查报告须补正：{{ product|truncatechars:16 }}",
        body="您企业报送的年度自查报告须补正后重新报送，已填写的内容和文件都已保留。\n\n"
        + _HEAD
        + "理由：{{ reason }}\n重新报送期限：{{ due }}",
        sample=_DUE | {"reason": "合格批次与检验报告不一致，请核对。"},
        legal=True,
    ),
)

register_messages(__name__, KINDS)
