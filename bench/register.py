"""A register of a hundred thousand or a million authorizations, made inside the database from the demo's own rows.

`python -m bench.register 100000 10000`: so many authorizations, and so many open cases. The plan of the copies (names,
numbers with their check characters, days) is written here and sent by COPY; the rows follow by INSERT … SELECT of demo
rows of the same state, so that a column added tomorrow is copied as well. Each copy has its own product and case, four
share an enterprise. Files, papers, the chain and the tree are not copied: no measured page reads them by the row.
"""

import random
import sys
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any

import django
from django.db import connection, models, transaction

FAR = 10_000  # above every key and serial of the demo
APART = 1_000  # between the keys of the parts of two neighbouring copies
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


def copy(cursor: Any, model: type[models.Model], source: str, changed: Mapping[str, str]) -> int:
    """Rows of `source` (an SQL from-clause; `s` is the demo's row, `c` the plan's) with some columns `changed`."""
    fields = [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]
    columns = [field.column for field in fields]
    values = ", ".join(changed.get(column, f's."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(f'insert into "{model._meta.db_table}" ({names}) overriding system value select {values} {source}')
    return int(cursor.rowcount)


Step = tuple[type[models.Model], str, dict[str, str]]
# A copy's key, its firm's, and those of its parts, far above the demo's; the firm's code.
MINE, FIRM = f"{FAR} + c.number", f"{FAR} + c.firm"
PART = f"({FAR} + c.number) * {APART} + s.id"
CODE = "'9151' || lpad(c.firm::text, 14, '0')"
CASE = "from bench_plan c join applications_application a on a.id = c.seed"
GRANTED = f"{CASE} join certification_authorization z on z.application_id = a.id and c.printed is not null"
EARLIER = "abs(c.moved) * interval '1 day'"


def steps() -> Iterator[Step]:
    """What is copied: model, from-clause, changed columns."""
    yield from _firms()
    yield from _cases()
    yield from _granted()


def _firms() -> Iterator[Step]:
    from applications.models import Enterprise
    from tianfu.accounts.models import Organisation

    one_each = "(select distinct on (firm) * from bench_plan order by firm, number) c"
    source = f"from {one_each} join applications_application a on a.id = c.seed join applications_enterprise e on e.id = a.enterprise_id"
    changed = {"id": FIRM, "name": "c.firm_name", "uscc": CODE, "region_id": "c.region"}
    yield Organisation, f"{source} join accounts_organisation s on s.id = e.organisation_id", changed
    changed = {"id": FIRM, "organisation_id": FIRM, "registered_region_id": "c.region"}
    yield Enterprise, f"{source} join applications_enterprise s on s.id = e.id", changed


def _cases() -> Iterator[Step]:
    from applications import models as ours

    def of(model: type[models.Model], on: str) -> str:
        return f"{CASE} join {model._meta.db_table} s on {on}"

    facts = {"id": MINE, "name": "c.product", "models_text": "'E-' || c.number", "region_id": "c.region"}
    yield ours.Product, of(ours.Product, "s.id = a.product_id"), facts | {"enterprise_id": FIRM}
    yield ours.ProductVersion, of(ours.ProductVersion, "s.id = a.product_version_id"), facts | {"product_id": MINE}
    changed = {
        "id": MINE, "enterprise_id": FIRM, "product_id": MINE, "product_version_id": MINE, "number": "c.filing",
        "region_id": "c.region", "due_on": "s.due_on + c.moved", "stage_since": f"s.stage_since - {EARLIER}",
        "started_from_id": "null",
    }  # fmt: skip
    yield ours.Application, of(ours.Application, "s.id = a.id"), changed
    changed = {"id": PART, "subject_id": MINE, "audit_id": PART}
    yield ours.ApplicationChange, of(ours.ApplicationChange, "s.subject_id = a.id"), changed
    open_ones = of(ours.ApplicationEndorsement, "s.subject_id = a.id and c.printed is null")
    yield ours.ApplicationEndorsement, open_ones, {"id": PART, "subject_id": MINE}
    changed = {"id": MINE, "application_id": MINE, "number": "s.number || '-' || c.number"}
    yield ours.PublicNotice, of(ours.PublicNotice, "s.application_id = a.id and c.printed is null"), changed


def _granted() -> Iterator[Step]:
    from certification.models import Authorization, AuthorizationChange, Suspension
    from supervision.directories.models import InspectionObject

    later = "greatest(s.ends_on + c.moved, current_date + 30)"
    changed = {
        "id": MINE, "application_id": MINE, "enterprise_id": FIRM, "product_id": MINE, "number": "c.printed",
        "holder_name": "c.firm_name", "holder_uscc": CODE, "product_name": "c.product", "models_text": "'E-' || c.number",
        "region_id": "c.region", "facts": "jsonb_set(s.facts, '{region_label}', to_jsonb(c.region_name))",
        "ends_on": f"case when s.state in ('active', 'suspended') then {later} else s.ends_on - abs(c.moved) end",
        "starts_on": "s.starts_on - abs(c.moved)", "decided_on": "s.decided_on - abs(c.moved)",
    }  # fmt: skip
    yield Authorization, f"{GRANTED} join certification_authorization s on s.id = z.id", changed
    changed = {"id": PART, "subject_id": MINE, "audit_id": PART, "at": f"s.at - {EARLIER}"}
    yield AuthorizationChange, f"{GRANTED} join certification_authorizationchange s on s.subject_id = z.id", changed
    changed = {"id": PART, "authorization_id": MINE, "since": f"s.since - {EARLIER}"}
    yield Suspension, f"{GRANTED} join certification_suspension s on s.authorization_id = z.id", changed
    listed = "join supervision_inspectionobject s on s.authorization_id = z.id and s.kind = 'authorization'"
    changed = {
        "id": MINE, "authorization_id": MINE, "code": "c.printed", "name": "c.product", "holder_name": "c.firm_name",
        "uscc": CODE, "region_id": "c.region",
    }  # fmt: skip
    yield InspectionObject, f"{GRANTED} {listed}", changed


PLAN = """create temporary table bench_plan (number bigint primary key, seed bigint, firm bigint, firm_name text, product text,
          region text, region_name text, filing text, printed text, moved int)"""


def grow(authorizations: int, cases: int) -> None:
    """All in one transaction. The plain indexes are made anew afterwards; unique ones, keys and checks hold all the time.

    Triggers and foreign keys are off meanwhile: the copies of changes name audit events that are not copied.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PLAN)
        with tempfile.TemporaryFile("w+", encoding="utf-8") as lines:
            lines.writelines(plan(authorizations, cases, seeds_of()))
            lines.seek(0)
            cursor.copy_expert("copy bench_plan from stdin", lines)
        cursor.execute("analyze bench_plan")
        cursor.execute("set local session_replication_role = replica")
        cursor.execute("set local maintenance_work_mem = '512MB'")
        for model, source, changed in steps():
            indexes = _take_indexes(cursor, model._meta.db_table)
            made = copy(cursor, model, source, changed)
            for statement in indexes:
                cursor.execute(statement)
            key = f"pg_get_serial_sequence('{model._meta.db_table}', '{model._meta.pk.column}')"
            cursor.execute(f"select setval({key}, (select max(id) from {model._meta.db_table}))")
            print(f"{model._meta.label}: {made:,}", flush=True)
        cursor.execute("set local session_replication_role = origin")
    _count_anew()
    with connection.cursor() as cursor:
        cursor.execute("vacuum (analyze)")


def _take_indexes(cursor: Any, table: str) -> list[str]:
    """Drop the plain indexes of the table; the statements that make them again."""
    cursor.execute(
        "select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index"
        " where indrelid = %s::regclass and not indisunique and not indisprimary and not indisexclusion",
        [table],
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f"drop index {name}")
    return [statement for _, statement in found]


def _count_anew() -> None:
    """What is kept by triggers, which were off."""
    from certification.authorizations.lookup import counts

    counts.count_anew()


if __name__ == "__main__":
    django.setup()
    grow(int(sys.argv[1]), int(sys.argv[2]))
