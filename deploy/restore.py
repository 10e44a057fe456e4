"""`make restore FILE=… [FORCE=1]`: a backup into an empty database, or with FORCE=1 in place of what is there.

With FORCE=1 nothing is deleted: the old database is renamed and the old files are moved aside, and both names are said.
"""

import datetime
import os
import sys
import tempfile
from pathlib import Path

from deploy import archive, keys
from deploy.account import server_account
from deploy.backup import files_folder
from deploy.database import Database
from deploy.manage import servers_of
from deploy.places import Places
from deploy.refusal import Refusal, refuse, say
from deploy.surroundings import data_dir


def restore(places: Places, url: str, source: Path, *, force: bool) -> None:
    """Check everything, then change: hashes first, then the database in one transaction, then the files."""
    database, files = Database.at(url), files_folder(places)
    occupied = not database.is_empty() or (files.exists() and any(files.iterdir()))
    if occupied and not force:
        raise Refusal(
            "目标数据库或文件目录不是空的，未做任何改动；确认要以备份替换时请加 FORCE=1（原数据会改名保留）。"
        )
    stamp = datetime.datetime.now().astimezone().strftime("%Y%m%d%H%M%S")
    files.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tianfu-restore-", dir=files.parent) as folder:
        unpacked = Path(folder)
        manifest = archive.unpack(source, unpacked)
        dump = unpacked / archive.DUMP
        if database.is_empty():
            load(database, dump, database.name)
        else:
            replace(database, dump, stamp)
        place_files(unpacked / archive.FILES, files, stamp)
    say(f"已恢复 {manifest['made_at']} 的备份：{len(manifest['parts']) - 1} 个文件，哈希全部相符。")
    say_keys(manifest.get("keys"), places)
    say("请再执行 make manage ARGS=migrate（或直接 make run），使数据库结构与当前版本一致。")


def say_keys(wanted: dict[str, str] | None, places: Places) -> None:
    """Which keys of the backed-up installation are not here, and what each means: before somebody finds out signing in."""
    if wanted is None:
        say("这份备份没有记录所用的密钥，请自行核对 SECRET_KEY、ENCRYPTION_KEYS、FINGERPRINT_KEY 和 LOG_SIGNING_KEY。")
        return
    sentences = keys.lacking(wanted, places)
    for sentence in sentences:
        say(sentence)
    say(
        "请在启动前放回原密钥（环境变量，或 DATA_DIR 下的同名文件）。"
        if sentences
        else "备份所用的密钥都在，全部相符。"
    )


def load(database: Database, dump: Path, name: str) -> None:
    database.run(
        "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(dump), name=name
    )


def replace(database: Database, dump: Path, stamp: str) -> None:
    """Load into a new database, then exchange the names: at no moment is there half of anything."""
    fresh, kept = f"{database.name}_restored_{stamp}", f"{database.name}_before_{stamp}"
    database.rows(f'create database "{fresh}"', database="postgres")
    try:
        load(database, dump, fresh)
        database.rows(f'alter database "{database.name}" rename to "{kept}"', database="postgres")
    except Exception as error:
        database.rows(f'drop database "{fresh}"', database="postgres")
        if "is being accessed" in str(error):
            raise Refusal("数据库仍有其他连接，未做任何改动；请先停止全部服务再恢复。") from error
        raise
    database.rows(f'alter database "{fresh}" rename to "{database.name}"', database="postgres")
    say(f"原数据库已改名为 {kept}，确认无误后可自行删除。")


def place_files(unpacked: Path, files: Path, stamp: str) -> None:
    if files.exists() and any(files.iterdir()):
        kept = files.with_name(f"{files.name}-before-{stamp}")
        files.rename(kept)
        say(f"原文件目录已移到 {kept}。")
    elif files.exists():
        files.rmdir()
    unpacked.mkdir(exist_ok=True)
    unpacked.chmod(0o700)
    unpacked.rename(files)


def main() -> int:
    try:
        if len(sys.argv) < 2:
            raise Refusal("请指明备份文件：make restore FILE=…/tianfu-….tar")
        source = Path(sys.argv[1]).expanduser().resolve()
        if not source.is_file():
            raise Refusal(f"找不到备份文件 {source}。")
        places = Places.at(data_dir(), server_account())
        holder = places.holder()
        if holder:
            raise Refusal(f"平台正在运行：{holder}；请先停止再恢复。")
        with servers_of(places) as servers:
            restore(places, servers.database_url, source, force=os.environ.get("FORCE") == "1")
    except Refusal as refusal:
        return refuse(refusal)
    return 0


if __name__ == "__main__":
    sys.exit(main())
