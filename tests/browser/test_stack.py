"""The stack itself: it answers, works in the background, and its pages come with the strict policy."""

import json


def test_every_part_answers(stack, page):
    answer = page.goto("/health/ready")
    assert answer.status == 200
    said = json.loads(answer.text())
    assert said["parts"] == {"database": "ok", "checks": "ok"}
    assert said["background"] == {"status": "ok", "parts": {"redis": "ok", "beat": "ok", "worker": "ok"}}


def test_manage_runs_inside_the_stack(stack):
    assert stack.act("from django.conf import settings; print(settings.PUBLIC_URL)").strip() == stack.url


def test_the_public_is_served_while_the_queue_is_down(stack, page):
    assert stack.valkey is not None
    stack.valkey.stop()
    try:
        for address in ("/", "/brands/", "/verify/", "/notices/", "/account/login/", "/health/live"):
            assert page.request.get(f"{stack.url}{address}", max_retries=0).status == 200, address
        assert page.request.get(f"{stack.url}/V/TFMP0000", max_retries=0).status == 404
        assert page.request.get(f"{stack.url}/health/ready").status == 200
        assert page.request.get(f"{stack.url}/health/background").status == 503
    finally:
        stack.valkey.start()
    stack.wait_ready()
