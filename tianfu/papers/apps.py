from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "tianfu.papers"
    label = "papers"
    verbose_name = "文书"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # It registers itself.
        from tianfu.papers import checks  # noqa: F401
        from tianfu.registry import discovery

        discovery.load(self.name)
