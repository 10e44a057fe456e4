"""Links of the pages that somebody reads, which lead him to a refusal."""

from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404

from tests.walks.crawl import Answer, Walk, match_of
from tianfu.accounts.access.rules import rule_of


def dead_links(walk: Walk) -> set[tuple[str, str, str, int]]:
    """Pattern of the page, who reads it, where the link leads, with what status he is refused."""
    dead = set()
    for answer in walk.answers.values():
        for link in answer.links if _knows_its_reader(answer) else ():
            parts = urlsplit(urljoin(answer.path, link))
            if not parts.netloc and parts.path.startswith("/") and (found := _refusal_of(walk, answer.who, parts.path)):
                dead.add((answer.route, answer.who, parts.path, found))
    return dead


def _knows_its_reader(answer: Answer) -> bool:
    """A public page is the same for everybody: it leads on to what only some may open."""
    match = match_of(answer.path)
    rule = rule_of(match.func, match.view_name)
    return answer.status == 200 and rule is not None and not rule.public


def _refusal_of(walk: Walk, who: str, path: str) -> int:
    """403 or 404; 0 where the link opens, or is no page of ours."""
    asked = walk.answers.get((who, path))
    if asked is not None:
        return asked.status if asked.status in (403, 404) else 0
    try:
        match = match_of(path)
    except Resolver404:
        return 0
    user, rule = walk.world.people.get(who), rule_of(match.func, match.view_name)
    return 403 if user is not None and rule is not None and not rule.allows(user) else 0
