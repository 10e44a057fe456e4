"""The kept table of addresses: whom the rule of each lets in, and what everybody got who asked."""

from tests.walks.crawl import Walk, match_of
from tianfu.accounts.access.rules import rule_of

ALL = "*"


def table(walk: Walk) -> str:
    """Each address once, in the order of the alphabet: the rule, then the statuses of its first page."""
    lines = ["# 地址：规则允许谁打开（“*”为所有人），以及各人得到的状态码。行内两段：rule、got", ""]
    for route in sorted(walk.paths):
        path = walk.paths[route][0]
        match = match_of(path)
        rule = rule_of(match.func, match.view_name)
        allowed = [who for who, user in walk.world.people.items() if rule is not None and rule.allows(user)]
        everybody = rule is None or rule.public or len(allowed) == len(walk.world.people)
        got: dict[int, list[str]] = {}
        for who in walk.world.clients:
            answer = walk.answers.get((who, path))
            if answer is not None:
                got.setdefault(answer.status, []).append(who)
        lines.append(f"/{route}")
        lines.append(f"  rule  {ALL if everybody else ' '.join(allowed) or '—'}")
        lines += [f"  {status}   {' '.join(who)}" for status, who in sorted(got.items())]
    return "\n".join(lines) + "\n"
