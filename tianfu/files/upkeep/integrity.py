"""Comparing what is registered with what lies on disk."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from tianfu.files.models import DiscardedFile, StoredFile
from tianfu.files.models.stored_file import FileUnreadable

# A file younger than this may belong to a transaction that has not committed yet.
ORPHAN_AGE = timedelta(days=1)


@dataclass
class Integrity:
    """`problems`: one sentence per missing or changed file. `orphans`: paths without a row."""

    checked: int = 0
    problems: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)


def verify_files(*, now: datetime) -> Integrity:
    """Hash every registered file again and look for content that no row names."""
    result = Integrity()
    # What was discarded is erased when its own time is over, not as an orphan.
    known = set(DiscardedFile.objects.values_list("path", flat=True))
    for file in StoredFile.objects.order_by("created_at").iterator(chunk_size=500):
        known.add(file.path)
        result.checked += 1
        try:
            file.read()
        except FileUnreadable as error:
            result.problems.append(str(error))
    result.orphans = [
        path for path in _paths("") if path not in known and now - default_storage.get_modified_time(path) > ORPHAN_AGE
    ]
    return result


def _paths(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from _paths(f"{folder}/{name}" if folder else name)
