"""What supervision knows against an application: the blacklist and the bar after 撤销."""

from typing import TYPE_CHECKING

from applications.cases.rules.obstacles import register_check
from certification.changes.successions.problems import register_successor_check
from supervision.lists.blacklist.bars import withdrawals
from supervision.lists.models import BlacklistEntry
from tianfu.text.moments import long_day
from tianfu.workflow import clock

if TYPE_CHECKING:
    from applications.models import Application, Enterprise


@register_check("blacklist")
def not_blacklisted(application: "Application") -> list[str]:
    """The category is public and stands here; the facts are between the enterprise and those who decided."""
    standing = BlacklistEntry.objects.filter(uscc=application.enterprise.uscc).standing(clock.today())
    organ = application.programme_version.payload["authority"]
    return [
        f"企业被列入品牌黑名单（{entry.get_grounds_display()}）{_until(entry)}。事由消除的，可以向{organ}书面申请移出。"
        for entry in standing
    ]


def _until(entry: BlacklistEntry) -> str:
    return f"，至 {long_day(entry.until)}止" if entry.until else ""


@register_check("reapply_bar")
def bar_is_over(application: "Application") -> list[str]:
    """After 撤销 no new application for `reapply_bar_years` (Hubei's rule as model; domain 2.3).

    Each 撤销 bars for the years that held on its own day; of several the one that bars longest is named.
    """
    bars = [bar for bar in withdrawals(application.enterprise.uscc) if bar.programme == application.programme_slug]
    bar = max(bars, key=lambda each: each.until, default=None)
    if bar is None or clock.today() >= bar.until:
        return []
    since, until = long_day(bar.withdrawn_on), long_day(bar.until)
    return [f"企业的授权 {bar.authorization} 于 {since}被撤销，不能申报；请自 {until}起提交，已填写的内容会保留。"]


def not_barred(enterprise: "Enterprise", programme: str) -> list[str]:
    """Whoever shall take a mark over by merger is asked the same as whoever applies for one."""
    today, problems = clock.today(), []
    if BlacklistEntry.objects.filter(uscc=enterprise.uscc).standing(today).exists():
        problems.append("继受企业被列入品牌黑名单，不能继受授权。")
    bars = [bar for bar in withdrawals(enterprise.uscc) if bar.programme == programme and today < bar.until]
    if bars:
        until = long_day(max(bar.until for bar in bars))
        problems.append(f"继受企业的授权曾被撤销，自 {until}起才能持有授权。")
    return problems


register_successor_check("not_barred", not_barred)
