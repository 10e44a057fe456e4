"""申报方式 of 天府名品, the programme that the demo is made in. The engine reads a programme's routes from its file."""

from django.db.models import TextChoices


class Route(TextChoices):
    QUALITY_CERTIFICATION = "quality_certification", "品质认证"
    SELF_DECLARATION = "self_declaration", "自我声明"
