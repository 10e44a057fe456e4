from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "tianfu.inbox"
    label = "inbox"
    verbose_name = "消息"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # They import models, which exist only when all apps are loaded.
        from tianfu.inbox import catalogue, checks, receivers  # noqa: F401
        from tianfu.inbox.mail import delivery  # noqa: F401
        from tianfu.registry import discovery

        discovery.load(self.name)
