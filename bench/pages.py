"""The measured pages: public ones, the interface, an officer's list with its tabs and searches, an enterprise's pages."""

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    who: str = ""  # a key of visitors.OFFICERS; empty: anybody
    goal: int = 0  # percent of the bare page, uncached


def pages() -> list[Page]:
    from applications.models import Application
    from certification.models import Authorization

    valid = Authorization.objects.filter(state="active").order_by("-pk")[0]
    case = Application.objects.filter(number__isnull=False).order_by("-pk")[0]
    deep = Authorization.objects.filter(state="active").order_by("pk")[0]
    filters = f"sector={deep.sector}&region={deep.region_id}&status=active"
    word = quote(valid.product_name)
    work = "/console/work/?view="
    return [
        Page("首页", "/", goal=35),
        Page("名录", "/brands/", goal=25),
        Page("名录，三项筛选和一个词", f"/brands/?{filters}&q={quote('茶')}"),
        Page("名录，三项筛选和一个少见的词", f"/brands/?{filters}&q={quote(deep.product_name)}"),
        Page("名录，一个词", f"/brands/?q={word}"),
        Page("名录，注销的", "/brands/?status=cancelled"),
        Page("品牌页", f"/brands/{valid.number}/", goal=35),
        Page("验证", f"/V/{valid.number}", goal=50),
        Page("公示", "/notices/"),
        Page("暂停和撤销", "/sanctions/"),
        Page("监督检查查询", f"/supervision/?q={valid.number}"),
        Page("授权变动订阅", "/brands/feed/"),
        Page("站点地图", "/sitemap.xml"),
        Page("接口：名录", "/api/v1/brands/"),
        Page("接口：验证", f"/api/v1/verify/{valid.number}/"),
        Page("工作清单", f"{work}desk", "operator"),
        Page("工作清单：等我办理", f"{work}todo", "operator"),
        Page("工作清单：全部", f"{work}all", "operator"),
        Page("工作清单：已办结", f"{work}done", "operator"),
        Page("工作清单：超期", f"{work}overdue", "operator"),
        Page("工作清单：按编号查", f"{work}all&q={case.number[:-2]}", "operator"),
        Page("工作清单：按名称查", f"{work}all&q={quote(case.enterprise.organisation.name[:5])}", "operator"),
        Page("工作清单：按产品查", f"{work}all&q={quote(case.product_version.name)}", "operator"),
        Page("工作清单：查不到", f"{work}all&q={quote('没有这个词')}", "operator"),
        Page("工作清单：市（州）", f"{work}desk", "prefecture"),
        Page("授权清单", "/console/authorizations/", "operator"),
        Page("企业首页", "/portal/", "firm"),
        Page("企业的产品", "/portal/products/", "firm"),
    ]
