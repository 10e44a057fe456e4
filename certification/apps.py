from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "certification"
    label = "certification"
    verbose_name = "授权"
    default_auto_field = "django.db.models.BigAutoField"
