"""The backup file: a tar of `manifest.json`, `database.dump` and `files/…`, every part with its SHA-256."""

import hashlib
import io
import json
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

from deploy.refusal import Refusal

FORMAT = "tianfu-backup-1"
MANIFEST, DUMP, FILES = "manifest.json", "database.dump", "files"


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def describe(folder: Path) -> dict[str, dict[str, Any]]:
    """Every file below `folder`: its name there → size and SHA-256."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            found[path.relative_to(folder).as_posix()] = {"size": path.stat().st_size, "sha256": sha256_of(path)}
    return found


def write(target: Path, *, dump: Path, files: Path, about: dict[str, Any]) -> dict[str, Any]:
    """Write the archive beside its place and move it there whole; returns the manifest, which is the last part.

    The platform goes on meanwhile: each file is read once, and what is archived is what was hashed. One that is gone
    when its turn comes is left out: it was never committed, or was orphaned long ago.
    """
    parts: dict[str, dict[str, Any]] = {DUMP: {"size": dump.stat().st_size, "sha256": sha256_of(dump)}}
    making = target.with_name(target.name + ".making")
    making.touch(mode=0o600)
    with tarfile.open(making, "w") as archive:
        archive.add(dump, DUMP)
        for path in sorted(files.rglob("*")):
            if path.is_symlink() or not path.is_file():
                continue
            name = f"{FILES}/{path.relative_to(files).as_posix()}"
            facts = _add(archive, path, name)
            if facts is not None:
                parts[name] = facts
        manifest = {"format": FORMAT, **about, "parts": parts}
        listing = dump.with_name(MANIFEST)
        listing.write_text(json.dumps(manifest, ensure_ascii=False, indent=1))
        archive.add(listing, MANIFEST)
    making.rename(target)
    return manifest


def _add(archive: tarfile.TarFile, path: Path, name: str) -> dict[str, Any] | None:
    """Size and SHA-256 of the file as it was added; None when it is gone."""
    try:
        with path.open("rb") as stream:
            info, data = archive.gettarinfo(arcname=name, fileobj=stream), stream.read()
    except FileNotFoundError:
        return None
    info.size = len(data)
    archive.addfile(info, io.BytesIO(data))
    return {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def unpack(source: Path, into: Path) -> dict[str, Any]:
    """Unpack into an empty folder and hold every part against the manifest; raises before anything else is touched."""
    try:
        with tarfile.open(source, "r:") as archive:
            for part in archive:
                _take_out(archive, part, into)
    except (OSError, tarfile.TarError) as error:
        raise Refusal(f"无法读取备份 {source}:{error}") from error
    try:
        manifest = json.loads((into / MANIFEST).read_text())
        parts = manifest["parts"]
    except (OSError, ValueError, KeyError) as error:
        raise Refusal(f"{source} 不是本平台的备份：缺少可读的 {MANIFEST}。") from error
    if manifest.get("format") != FORMAT:
        raise Refusal(f"备份的格式是 {manifest.get('format')!r}，本版本只认 {FORMAT}。")
    _compare(parts, {name: facts for name, facts in describe(into).items() if name != MANIFEST})
    return manifest


def _take_out(archive: tarfile.TarFile, part: tarfile.TarInfo, into: Path) -> None:
    """A plain file below the folder; anything else is none of ours. By hand, for Python before 3.11.4 has no filters."""
    if part.isdir():
        return
    target = into / part.name
    held = archive.extractfile(part) if part.isfile() else None
    if held is None or not target.resolve().is_relative_to(into.resolve()):
        raise tarfile.ReadError(f"“{part.name}”不是本平台放进去的文件。")
    target.parent.mkdir(parents=True, exist_ok=True)
    with held, target.open("wb") as kept:
        shutil.copyfileobj(held, kept)


def _compare(promised: dict[str, Any], found: dict[str, Any]) -> None:
    checks: list[tuple[str, Callable[[], set[str]]]] = [
        ("缺失", lambda: promised.keys() - found.keys()),
        ("多出", lambda: found.keys() - promised.keys()),
        (
            "与清单的 SHA-256 不符",
            lambda: {name for name in promised if name in found and promised[name] != found[name]},
        ),
    ]
    for label, names in checks:
        wrong = sorted(names())
        if wrong:
            raise Refusal(f"备份已损坏：{len(wrong)} 个部分{label}，首个为 {PurePosixPath(wrong[0])}。未改动任何数据。")
