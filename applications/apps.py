from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    label = "applications"
    verbose_name = "申报"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Stages, sections and receivers register themselves on import.
        from applications import audit_names, checks, file_readers, receipting, receivers, sections, stages  # noqa: F401
        from applications.enterprises.changes import sources as changes_sources  # noqa: F401
        from applications.objections import answers as objection_answers  # noqa: F401
        from applications.objections import sources as objection_sources  # noqa: F401
        from applications.review import sources

        sources.register_sources()
