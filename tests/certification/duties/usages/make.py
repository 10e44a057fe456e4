"""Pictures and registered usages for the tests of this subject."""

import io
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from certification.duties.usages.acts import register
from certification.duties.usages.facts import UsageFacts
from certification.models import Authorization, MarkUsage


def picture(name: str = "包装.png", size: tuple[int, int] = (80, 40), **save: Any) -> SimpleUploadedFile:
    """A real picture as a browser would send it."""
    out = io.BytesIO()
    kind = "PNG" if name.endswith(".png") else "JPEG"
    Image.new("RGB", size, (200, 16, 46)).save(out, kind, **save)
    return SimpleUploadedFile(name, out.getvalue(), f"image/{kind.lower()}")


def facts(**more: Any) -> UsageFacts:
    """Right for the mark that `issued()` of the conftest makes."""
    right = {
        "carrier": "产品及包装",
        "model_names": ["E-100"],
        "place": "成都市双流区工厂",
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2026, 12, 31),
    }
    return UsageFacts(**{**right, **more})


def usage(mark: Authorization, user: Any = None, uploads: Any = None, **more: Any) -> MarkUsage:
    """Registered by the holder, waiting for the operator."""
    uploads = [picture()] if uploads is None else uploads
    return register(mark, facts(**more), user=user or mark.application.created_by, uploads=uploads)
