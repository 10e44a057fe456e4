"""The codes of a draw in words: why an object was not eligible, why a drawn object got no team (trust A.3, A.5)."""

EXCLUSIONS = {
    "SUSPENDED": "已暂停",
    "CHECKED_180D": "180 天内检查过",
    "CAP_REACHED": "已达本年度检查次数上限",
    "OPEN_CASE": "有未结案件",
}
FAILURES = {"NO_LEAD": "没有可任主检人的人员", "TEAM_SHORT": "可派人员不足"}


def exclusion(code: str) -> str:
    """Why an object stays listed but is not drawn; a code of somebody else's as it stands."""
    return EXCLUSIONS.get(code, code)


def failure(code: str) -> str:
    """Why a drawn object has no team: `NO_LEAD`, `NO_TAG:<tag>` or `TEAM_SHORT`, with `+CAP` when the limit took somebody away."""
    plain = code.removesuffix("+CAP")
    words = f"没有具备“{plain.removeprefix('NO_TAG:')}”专长的人员" if plain.startswith("NO_TAG:") else FAILURES[plain]
    return words if plain == code else f"{words}，因为有人已达任务上限"
