#!/usr/bin/env python
import os
import sys

if __name__ == "__main__":
    if sys.argv[1:2] == ["draw_verify"]:
        # Anybody may check a draw: without settings, database or Django.
        from supervision.draws.verifier import main

        sys.exit(main(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tianfu.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
