"""What must be true of database and static files before the web starts; one process, so Django starts once."""

import django
from django.core.management import call_command, get_commands

from tianfu.environment import env_bool

# In order; a command that this version does not have is passed over.
STEPS: list[tuple[str, list[str], str]] = [
    ("migrate", ["--no-input", "-v0"], "更新数据库结构"),
    # Refuses to serve on a database whose append-only records can be rewritten (trust.md D).
    ("check", ["--database", "default", "--tag", "database"], "核对记录的防改写保护"),
    ("seed_reference", [], "载入基础数据"),
    ("seed_demo", [], "载入演示数据（首次约需一两分钟）"),
    ("collectstatic", ["--no-input", "-v0"], "收集静态文件"),
]


def prepare(*, demo: bool) -> None:
    known = get_commands()
    for name, arguments, label in STEPS:
        if name not in known or (name == "seed_demo" and not (demo and env_bool("SEED_DEMO", default=True))):
            continue
        print(f"{label} …", flush=True)
        call_command(name, *arguments)


if __name__ == "__main__":
    django.setup()
    from django.conf import settings  # after setup: settings read the environment

    prepare(demo=settings.DEMO)
