"""How a check says no: what is wrong and what to do, in one sentence."""

from django.core.exceptions import ValidationError


def refusal(code: str, wrong: str, remedy: str) -> ValidationError:
    """`wrong` and `remedy` make one sentence; the name of the file is put before it by `uploads`."""
    return ValidationError(f"{wrong}，{remedy}。", code=code)
