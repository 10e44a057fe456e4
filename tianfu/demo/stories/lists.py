"""Lists in the demo: a finding that waits, one that led to a suspension, an entry of the blacklist that stands."""

from datetime import timedelta

from certification.models import Authorization
from supervision.lists.blacklist.entries import confirm, propose_entry, standing_proposal
from supervision.lists.leads.acts import add_photo, decide_lead, file_lead
from supervision.lists.leads.states import LeadOutcome
from supervision.lists.states import Grounds
from tianfu.demo.accounts import person
from tianfu.demo.firms import firms
from tianfu.demo.papers import picture
from tianfu.demo.stories.plays import Story, ago, later
from tianfu.workflow import clock
from tianfu.workflow.signatures.shown import NO_PAGE


def blacklisted() -> Story:
    """A firm that never came to the platform, so that no other story is barred."""
    yield ago(working=30)
    entry = propose_entry(
        user=person("province"),
        uscc="91510600TFMP05053E",
        name="虚构百货有限公司",
        grounds=Grounds.MISUSE,
        cause="未经授权在包装上使用标识，两次责令改正后仍继续使用。",
        months=36,
    )
    proposal = standing_proposal(entry)
    if proposal is not None:
        confirm(proposal, user=person("province2"), seen=entry.revision, shown=NO_PAGE)


def lead_filed() -> Story:
    """Nothing but words: the photo is what a visitor of the demo may add."""
    yield ago(working=3)
    file_lead(
        user=person("volunteer"),
        authorization=None,
        found_on=clock.today() - timedelta(days=1),
        place="成都市某超市",
        text="货架上一款挂面的包装印有标识，没有编号，颜色与规定不同。",
    )


def lead_followed() -> Story:
    """The operator suspended upon it: the filer reads what became of his finding."""
    yield ago(working=17)
    lead = file_lead(
        user=person("volunteer"),
        authorization=Authorization.objects.get(enterprise__organisation__uscc=firms()["pickles"].uscc),
        found_on=clock.today() - timedelta(days=1),
        place="某市农贸市场泡菜柜台",
        text="同一品牌两种包装，其中一种的标识偏红，比例也不同。",
    )
    add_photo(lead, picture("柜台.jpg", "JPEG"), user=person("volunteer"))
    yield later(1)
    reason = "照片显示标识的颜色和比例与规定不同，请运营机构核实。"
    decide_lead(lead, user=person("province"), seen=lead.revision, outcome=LeadOutcome.SUSPEND, reason=reason)
