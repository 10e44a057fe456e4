"""Only what its view declared public is compressed and given a validator."""

import pytest
from django.http import HttpResponse

from tianfu.site.answers.public_answers import PublicAnswersMiddleware


@pytest.mark.parametrize(
    ("said", "touched"),
    [("public, max-age=60", True), ("private, no-store", False), ("public, no-store", False), ("", False)],
)
def test_an_answer_that_is_not_public_is_left_as_it_is(rf, said, touched):
    body = "天府名品".encode() * 400

    def view(request):
        return HttpResponse(body, headers={"Cache-Control": said} if said else {})

    answer = PublicAnswersMiddleware(view)(rf.get("/", headers={"Accept-Encoding": "gzip"}))
    assert (answer.content != body, answer.has_header("ETag"), answer.has_header("Content-Encoding")) == (touched,) * 3
