from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "tianfu.files"
    label = "files"
    verbose_name = "文件"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Once the apps are loaded: what is read needs the models.
        from tianfu.files import checks  # noqa: F401
        from tianfu.registry import discovery

        discovery.load(self.name)
