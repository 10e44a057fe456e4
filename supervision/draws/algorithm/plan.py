"""`plan.json` as data: read, its required keys checked, its strata, team rule and sources judged (trust A.3)."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from supervision.draws.algorithm import canonical, sources
from supervision.draws.algorithm.refusal import Refusal

ALGORITHM = "TFMP-DRAW-1"
_REQUIRED: dict[str, type] = {
    "alg": str,
    "id": str,
    "inspectors_sha256": str,
    "objects_sha256": str,
    "secret_commit": str,
    "sources": list,
    "strata": list,
    "team": dict,
}
# num, den and min of another type are a matter of the stratum (STRATA); here they must only be there.
_STRATUM: dict[str, type] = {"key": str, "num": object, "den": object, "min": object}
_SOURCE: dict[str, type] = {"id": str, "fmt": str}
_TEAM: dict[str, type] = {"size": int, "region": str, "max_load": int}


@dataclass(frozen=True, slots=True)
class Stratum:
    """`num`/`den` of the eligible objects are drawn, rounded up, and at least `min`."""

    key: str
    num: int
    den: int
    min: int

    def wanted(self, eligible: int) -> int:
        """How many of so many eligible objects the plan asks for, which may be more than there are."""
        return max(self.min, -(-eligible * self.num // self.den))

    def picks(self, eligible: int) -> int:
        """How many of so many eligible objects are drawn."""
        return min(self.wanted(eligible), eligible)


@dataclass(frozen=True, slots=True)
class Source:
    id: str
    fmt: str


@dataclass(frozen=True, slots=True)
class TeamRule:
    """`region` "cross": nobody inspects at home. `max_load` visits for one inspector at most, 0: no limit."""

    size: int
    region: str
    max_load: int


@dataclass(frozen=True)
class Plan:
    """A plan whose keys are all there; what they say is judged by the `check_…` methods, in the order of the codes."""

    document: Mapping[str, Any]
    sha256: str
    strata: tuple[Stratum, ...]
    sources: tuple[Source, ...]
    team: TeamRule

    @property
    def id(self) -> str:
        return str(self.document["id"])

    @property
    def secret_commit(self) -> str:
        return str(self.document["secret_commit"])

    def check_files(self, objects_sha256: str, inspectors_sha256: str) -> None:
        """Raises Refusal COMMIT."""
        for key, actual in (("objects_sha256", objects_sha256), ("inspectors_sha256", inspectors_sha256)):
            if self.document[key] != actual:
                name = "objects.jsonl" if key.startswith("o") else "inspectors.jsonl"
                raise Refusal("COMMIT", f"{name} 的 SHA-256 是 {actual}，与方案所载不一致。")

    def check_strata(self, used: Iterable[str]) -> None:
        """`used`: the strata of the objects file. Raises Refusal STRATA."""
        known = {stratum.key for stratum in self.strata}
        if len(known) != len(self.strata):
            raise Refusal("STRATA", "方案中有重复的层。")
        for stratum in self.strata:
            whole = all(type(number) is int and number >= 0 for number in (stratum.num, stratum.den, stratum.min))
            if not whole or stratum.den == 0:
                raise Refusal("STRATA", f"层“{stratum.key}”的 num、den、min 应为不小于 0 的整数，den 不得为 0。")
        for key in used:
            if key not in known:
                raise Refusal("STRATA", f"objects.jsonl 中的层“{key}”不在方案里。")

    def check_team(self) -> None:
        """Raises Refusal TEAM."""
        if self.team.size < 2:
            raise Refusal("TEAM", "每组至少两名检查人员。")
        if self.team.region not in ("same", "cross"):
            raise Refusal("TEAM", "地域规则应为 same 或 cross。")
        if self.team.max_load < 0:
            raise Refusal("TEAM", "每人任务上限不得为负数。")

    def check_values(self, values: object) -> Mapping[str, str]:
        """Exactly the announced sources, each written as its format says. Raises Refusal VALUE or SOURCE."""
        if not isinstance(values, Mapping) or set(values) != {source.id for source in self.sources}:
            raise Refusal("VALUE", "录入的开奖值与方案公布的随机数来源不是一一对应。")
        for source in self.sources:
            if sources.IDENTIFIER.fullmatch(source.id) is None:
                raise Refusal("SOURCE", f"随机数来源的编号“{source.id[:64]}”不成立。")
            value = values[source.id]
            if not sources.matches(source.fmt, value if isinstance(value, str) else ""):
                raise Refusal("VALUE", f"“{source.id}”的值不符合格式 {source.fmt}。")
        if len({source.id for source in self.sources}) != len(self.sources):
            raise Refusal("SOURCE", "方案中有重复的随机数来源。")
        return values

    def check_secret(self, secret: object) -> None:
        """None and the empty text: no secret was given. Raises Refusal SECRET."""
        if not self.secret_commit:
            if secret is not None and secret != "":
                raise Refusal("SECRET", "方案没有承诺密值，却给出了密值。")
        elif not isinstance(secret, str) or not secret:
            raise Refusal("SECRET", "方案承诺了密值，但没有给出。")
        elif commitment(secret) != self.secret_commit:
            raise Refusal("SECRET", "密值与方案中的承诺不一致。")


def commitment(secret: str) -> str:
    """What the plan of a sealed draw publishes of its secret (trust A.5)."""
    # A half character cannot be hashed; as something else it is simply a wrong secret.
    return hashlib.sha256(b"TFMP-SECRET-1|" + secret.encode("utf-8", "backslashreplace")).hexdigest()


def read_plan(data: bytes) -> Plan:
    """Raises Refusal FORMAT, CANON, SCHEMA or ALG."""
    document = canonical.read_object(data, "plan.json")
    _require(document, _REQUIRED, "方案")
    for number, row in enumerate(document["strata"], 1):
        _require(row, _STRATUM, f"方案的第 {number} 层")
    for number, row in enumerate(document["sources"], 1):
        _require(row, _SOURCE, f"方案的第 {number} 个随机数来源")
    _require(document["team"], _TEAM, "方案的 team")
    if document["alg"] != ALGORITHM:
        raise Refusal("ALG", f"算法应为 {ALGORITHM}。")
    return Plan(
        document,
        hashlib.sha256(data).hexdigest(),
        tuple(Stratum(row["key"], row["num"], row["den"], row["min"]) for row in document["strata"]),
        tuple(Source(row["id"], row["fmt"]) for row in document["sources"]),
        TeamRule(*(document["team"][key] for key in ("size", "region", "max_load"))),
    )


def _require(row: object, keys: Mapping[str, type], place: str) -> None:
    if not isinstance(row, dict):
        raise Refusal("SCHEMA", f"{place}应为对象。")
    for key, kind in keys.items():
        if key not in row:
            raise Refusal("SCHEMA", f"{place}缺少 {key}。")
        if not isinstance(row[key], kind):
            raise Refusal("SCHEMA", f"{place}的 {key} 类型不对。")
