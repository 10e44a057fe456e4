"""The icon that browsers ask for at the root without being told."""

from io import BytesIO

from django.test import Client
from PIL import Image


def test_the_root_answers_the_icon_that_browsers_ask_for(client: Client) -> None:
    response = client.get("/favicon.ico")
    assert response.status_code == 200
    icon = Image.open(BytesIO(b"".join(response)))
    assert icon.format == "ICO"
    assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
