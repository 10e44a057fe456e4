"""What a person at the terminal is told: one sentence, never a traceback."""

import sys


class Refusal(Exception):
    """The command cannot go on; its text says what is wrong and what to do."""


def say(text: str) -> None:
    print(text, flush=True)


def refuse(refusal: Refusal) -> int:
    print(str(refusal), file=sys.stderr, flush=True)
    return 1
