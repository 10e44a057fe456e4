"""What the demo's accounts find when they sign in, and everybody on its public pages."""

import re

from django.test import Client

from supervision.draws.models import DrawPlan
from tianfu.accounts.models import User
from tianfu.demo.accounts import accounts


def idle_accounts():
    """Accounts of the demo whose home offers nothing to do, or a link that does not open, with what they were offered."""
    idle = {}
    for account in accounts():
        client, person = Client(), User.objects.get(email=account.email)
        client.force_login(person)
        page = client.get("/account/done/", follow=True).content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        # Staff: a row that waits, not a number or a menu. Others: a link of the page itself.
        waiting = main[main.index('id="part-waiting"') :] if person.is_staff else main
        waiting = (
            waiting[: waiting.index('id="part-', 10)] if person.is_staff and 'id="part-' in waiting[10:] else waiting
        )
        pattern = r'class="what"><a href="([^"]+)"' if person.is_staff else r'<a [^>]*?href="(/portal/[^"]+)"'
        links = [url.replace("&amp;", "&") for url in re.findall(pattern, waiting)]
        if not links or client.get(links[0]).status_code != 200:
            idle[account.key] = links
    return idle


def closed_pages():
    """Public pages of supervision, with those of every draw, that do not open or do not show what the demo made."""
    shown = {
        "/inspections/": "发现问题已责令改正",
        "/blacklist/": "虚构百货有限公司",
        "/draws/": "授权产品和标识使用抽查",
    }
    shown |= {"/draws/items/": "TFMP-J-01", "/draws/plans/": "四川省"}
    shown |= {f"/draws/{plan.number}/": plan.title for plan in DrawPlan.objects.exclude(number=None)}
    answers = {url: Client().get(url) for url in shown}
    return [url for url, words in shown.items() if words not in answers[url].content.decode()]
