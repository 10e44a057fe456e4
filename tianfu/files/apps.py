from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "tianfu.files"
    label = "files"
    verbose_name = "文件"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tianfu.registry import discovery  # once the apps are loaded: what it reads needs the models

        discovery.load(self.name)
