#!/usr/bin/env python
import os
import sys

if __name__ == "__main__":
    if sys.argv[1:2] == ["draw_verify"] and len(sys.argv) == 3 and not sys.argv[2].startswith("-"):
        # Anybody may check a draw: without settings, database or Django.
        from supervision.draws.verifier import print_verified

        sys.exit(print_verified(sys.argv[2]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tianfu.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
