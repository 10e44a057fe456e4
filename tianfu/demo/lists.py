"""A finding in the demo: what a 社会监督员 saw three days ago waits for the province; an entry of the blacklist stands."""

from datetime import timedelta

from supervision.lists.entries import confirm, propose_entry, standing_proposal
from supervision.lists.leads import file_lead
from supervision.lists.states import Grounds
from tianfu.demo.accounts import person
from tianfu.demo.playing import Story, ago
from tianfu.workflow import clock
from tianfu.workflow.shown import NO_PAGE


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
