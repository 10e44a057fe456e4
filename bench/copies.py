"""Which copies a generated register holds: names, numbers with their check characters, regions, days, each of a row of the demo."""

import random
from collections.abc import Iterator, Mapping

FAR = 10_000  # above every key and serial of the demo
# Of a hundred authorizations so many are in each state.
SHARES = {"active": 84, "expired": 8, "suspended": 3, "withdrawn": 2, "cancelled": 3}
PLACES = [
    "川南",
    "川西",
    "蓉城",
    "锦江",
    "岷江",
    "沱江",
    "嘉陵",
    "青衣",
    "剑门",
    "峨眉",
    "蜀山",
    "巴山",
    "雅江",
    "凉山",
]
KINDS = ["泡菜", "茶业", "酒业", "家居", "光能", "锂电", "显示", "钒钛", "丝绸", "竹业", "药材", "机械", "建材", "物流"]
THINGS = ["豆瓣", "花椒油", "绿茶", "黑茶", "浓香型白酒", "板式家具", "太阳电池", "正极材料", "激光电视机", "氮化钒铁", "真丝面料",
          "竹浆纸", "川芎", "汽轮机叶片", "页岩砖", "冷链配送服务", "苦荞茶", "柠檬汁", "猕猴桃", "牛肉干"]  # fmt: skip
MANNERS = [
    "特级",
    "有机",
    "高原",
    "手工",
    "轻量化",
    "高效",
    "低温",
    "复合",
    "精制",
    "陈酿",
    "原味",
    "双面",
    "耐候",
    "无醛",
]


def plan(authorizations: int, cases: int, seeds: Mapping[str, list[tuple[int, str]]]) -> Iterator[str]:
    """One line per copy: its number, the demo's case, firm, names, region, numbers, days to move the dates by."""
    from applications.models import Batch
    from tianfu.accounts.models import Region
    from tianfu.workflow.numbers import authorization_number, filing_number

    chance = random.Random(authorizations)
    regions = list(Region.objects.served().filter(kind="prefecture").values_list("code", "name").order_by("code"))
    prefix = Batch.objects.select_related("programme").first().programme.versions.last().payload["prefix"]
    states = [state for state, share in SHARES.items() for _ in range(share)]
    for number in range(1, authorizations + cases + 1):
        granted = number <= authorizations
        found = seeds[states[chance.randrange(100)] if granted else "open"]
        seed, letter = found[chance.randrange(len(found))]
        region, region_name = regions[(number // 4) % len(regions)]
        firm = f"{chance.choice(PLACES)}{chance.choice(KINDS)}{number // 4}有限公司"
        product = f"{chance.choice(MANNERS)}{chance.choice(THINGS)}"
        year = 2022 + number % 5
        filing = filing_number(prefix, "A" if letter == "C" else letter, year, FAR + number)
        printed = authorization_number(prefix, letter, region, year, FAR + number) if granted else "\\N"
        moved = chance.randrange(-200, 300) if granted else chance.randrange(-12, 25)
        values = (number, seed, number // 4, firm, product, region, region_name, filing, printed, moved)
        yield "\t".join(map(str, values)) + "\n"


def seeds_of() -> dict[str, list[tuple[int, str]]]:
    """(case, route letter) of the demo by state of the authorization; "open" = cases under way."""
    from applications.cases.states import LIVE, ApplicationState
    from applications.models import Application
    from certification.models import Authorization

    found: dict[str, list[tuple[int, str]]] = {"open": []}
    for row in Authorization.objects.filter(pk__lt=FAR, number__isnull=False).order_by("pk"):
        found.setdefault(row.state, []).append((row.application_id, row.number.split("-")[1]))
    under_way = Application.objects.filter(pk__lt=FAR, state__in=LIVE).exclude(state=ApplicationState.DRAFT)
    for case in under_way.exclude(number=None).order_by("pk"):
        found["open"].append((case.pk, case.number.split("-")[1]))
    return found
