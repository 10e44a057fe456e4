"""What the pages tell a browser it may load, run and send."""

import pytest

pytestmark = pytest.mark.django_db


def test_pages_run_no_script_of_others_send_no_form_elsewhere_and_stand_in_no_frame(client, reference):
    header = client.get("/").headers["Content-Security-Policy"]
    told = {name: sources for name, *sources in (part.split() for part in header.split(";"))}
    assert told == {
        "default-src": ["'self'"],  # scripts and styles too, so none in the page itself
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
