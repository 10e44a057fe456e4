"""`make backup [FILE=…]`: the database as of one moment, and every file it speaks of, in one archive."""

import datetime
import os
import sys
import tempfile
from pathlib import Path

from deploy import archive, keys
from deploy.account import server_account
from deploy.database import Database
from deploy.manage import servers_of
from deploy.places import Places
from deploy.refusal import Refusal, refuse, say
from deploy.surroundings import data_dir


def files_folder(places: Places) -> Path:
    return Path(os.environ.get("FILES_DIR") or places.files)


def backup(places: Places, url: str, target: Path) -> None:
    """The database first: a file is written before the row that names it, so the files are never fewer than the rows."""
    if target.exists():
        raise Refusal(f"{target} 已存在，不会覆盖；请换一个文件名。")
    target.parent.mkdir(parents=True, exist_ok=True)
    database = Database.at(url)
    with tempfile.TemporaryDirectory(prefix="tianfu-backup-", dir=target.parent) as folder:
        dump = Path(folder) / archive.DUMP
        database.run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}")
        migrations = database.rows("select app || '.' || name from django_migrations order by id")
        about = {
            "made_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "postgresql": database.major(),
            "migrations": [name for (name,) in migrations],
            "keys": keys.marks(places),
        }
        manifest = archive.write(target, dump=dump, files=files_folder(places), about=about)
    say(f"已备份到 {target}：数据库与 {len(manifest['parts']) - 1} 个文件，{target.stat().st_size:,} 字节。")
    names = "、".join(f"{name}（DATA_DIR/{key.file}）" if key.file else name for name, key in keys.KEYS.items())
    say(f"备份中不含密钥，请另行妥善保存：{names}。")


def main() -> int:
    try:
        places = Places.at(data_dir(), server_account())
        stamp = datetime.datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        given = sys.argv[1] if len(sys.argv) > 1 else str(places.data / "backups" / f"tianfu-{stamp}.tar")
        with servers_of(places) as servers:
            backup(places, servers.database_url, Path(given).expanduser().resolve())
    except Refusal as refusal:
        return refuse(refusal)
    return 0


if __name__ == "__main__":
    sys.exit(main())
