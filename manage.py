#!/usr/bin/env python
import os
import sys

if __name__ == "__main__":
    if sys.argv[1:2] == ["draw_verify"]:
        # Anybody may check a draw: without settings, database or Django.
        from supervision.draws.algorithm.verifier import main

        sys.exit(main(sys.argv[2:]))
    if sys.argv[1:2] in (["programme_check"], ["programme_list"]):
        # Whoever writes a programme file may check it: no database, no secrets.
        for name in ("SECRET_KEY", "ENCRYPTION_KEYS", "DATABASE_URL", "REDIS_URL"):
            os.environ.setdefault(
                name, "postgres://nobody@localhost/none" if name == "DATABASE_URL" else "redis://none"
            )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tianfu.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
