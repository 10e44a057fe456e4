"""A programme file read and judged: its payload, or every reason why it may not stand. Needs no database."""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from applications.programme_files.faults import FILE, Fault, KeyPath, in_order, untouched
from applications.programme_files.orders import orders
from applications.programme_files.rules import RULES
from applications.programme_files.schema import shape_faults
from applications.programme_files.wording import wording

FOLDER = Path(__file__).parent.with_name("programmes")
_MOST = 1024 * 1024
_ALL: tuple[Callable[[dict[str, Any]], Iterator[Fault]], ...] = (*RULES, orders, wording)
_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True)
class ProgrammeFile:
    """`name` as the caller wrote it; `payload` is empty where the file cannot be read."""

    name: str
    payload: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """`FILE: key.path: reason`, one per fault."""
        return [f"{self.name}: {fault}" for fault in self.faults]


def programme_files() -> list[Path]:
    """The files that come with the platform."""
    return sorted(FOLDER.glob("*.toml"))


def read(path: Path | str) -> ProgrammeFile:
    """The file with all its faults; never raises for what stands in it."""
    name = str(path)
    source = ""
    try:
        if not Path(path).is_file() and Path(path).exists() and not Path(path).is_dir():
            return ProgrammeFile(name, faults=[Fault(FILE, "不是普通文件。")])
        data = Path(path).read_bytes()
        if len(data) > _MOST:
            return ProgrammeFile(name, faults=[Fault(FILE, "文件超过 1 MB，不是品牌项目文件。")])
        source = data.decode("utf-8-sig").replace("\r\n", "\n")
        payload = tomllib.loads(source)
    except OSError as error:
        return ProgrammeFile(name, faults=[Fault(FILE, f"读不到这个文件（{error.strerror}）。")])
    except UnicodeDecodeError:
        return ProgrammeFile(name, faults=[Fault(FILE, "不是 UTF-8 编码的文字。")])
    except RecursionError:
        return ProgrammeFile(name, faults=[Fault(FILE, "层次太多，不是品牌项目文件。")])
    except tomllib.TOMLDecodeError as error:
        return ProgrammeFile(name, faults=[_syntax(str(error), source)])
    except ValueError:  # a path with a NUL, a number of thousands of digits
        return ProgrammeFile(name, faults=[Fault(FILE, "不是正确的文件名或 TOML。")])
    return ProgrammeFile(name, payload, faults_of(payload))


def _syntax(message: str, source: str) -> Fault:
    """What keeps TOML from being read, at the key of its line where there is one."""
    found = _LINE.search(message)
    if found is None:
        return Fault(FILE, f"不是正确的 TOML：{message}。")
    number = int(found[1])
    path = _key_at(source.splitlines(), number)
    if "overwrite" in message or "twice" in message or "immutable" in message or "mutate" in message:
        return Fault(path, f"第 {number} 行重复写了这一项。")
    return Fault(path, f"第 {number} 行不是正确的 TOML：{message}。")


def _key_at(lines: list[str], number: int) -> KeyPath:
    """Table and key that stand on or before line `number` (from 1)."""
    table: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    for line in lines[:number]:
        if head := re.match(r"\s*\[\[?\s*([\w.-]+)\s*\]", line):
            table, key = tuple(head[1].split(".")), ()
        elif pair := re.match(r"([\w.-]+)\s*=", line):
            key = tuple(pair[1].split("."))
    return (*table, *key)


def faults_of(payload: dict[str, Any]) -> list[Fault]:
    """Why this programme may not stand; empty = it may. What only follows from a fault of shape is not said again."""
    if not payload:
        return [Fault(FILE, "文件里没有内容。")]
    shape = shape_faults(payload)
    ruled = [fault for rule in _ALL for fault in rule(payload)]
    return in_order([*shape, *untouched(ruled, shape)])


def together(files: list[ProgrammeFile]) -> list[ProgrammeFile]:
    """The same files, with what two of them may not share: a version of one programme, a prefix of numbers."""
    return [
        ProgrammeFile(file.name, file.payload, [*file.faults, *_shared(file, files[:n])])
        for n, file in enumerate(files)
    ]


def _shared(file: ProgrammeFile, earlier: list[ProgrammeFile]) -> Iterator[Fault]:
    for other in earlier:
        one, two = file.payload, other.payload
        same = one.get("slug") == two.get("slug")
        if one and same and one.get("version") == two.get("version"):
            yield Fault(("version",), f"{other.name} 已是这个品牌项目的第 {one.get('version')} 版。")
        if one and not same and one.get("prefix") == two.get("prefix"):
            yield Fault(("prefix",), f"编号前缀已用于 {other.name}。")
