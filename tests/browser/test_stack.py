"""The stack itself: it answers, works in the background, and its pages come with the strict policy."""

import json


def test_every_part_answers(stack, page):
    answer = page.goto("/health/ready")
    assert answer.status == 200
    assert json.loads(answer.text())["parts"] == {"database": "ok", "redis": "ok", "beat": "ok", "worker": "ok"}


def test_manage_runs_inside_the_stack(stack):
    assert (
        stack.manage("shell", "-v0", "-c", "from django.conf import settings; print(settings.PUBLIC_URL)").strip()
        == stack.url
    )
