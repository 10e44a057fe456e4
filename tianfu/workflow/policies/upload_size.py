"""How large one uploaded file may be, by policy; for an application by that of its programme."""

from tianfu.workflow.policies.values import policy

MEGABYTE = 1024 * 1024  # bytes


def most_megabytes(scope: str = "") -> int:
    """As pages say it. `scope`: the programme's slug."""
    return int(policy("upload.max_megabytes", scope=scope))


def most_bytes(scope: str = "") -> int:
    """As an upload is measured."""
    return most_megabytes(scope) * MEGABYTE
