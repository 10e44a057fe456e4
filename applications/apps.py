from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    label = "applications"
    verbose_name = "申报"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Stages, sections and receivers register themselves on import.
        from applications import audit_names, checks, file_readers, receivers  # noqa: F401
        from applications.enterprises.changes import sources as changes_sources  # noqa: F401
        from applications.form import sections  # noqa: F401
        from applications.papers import receipts  # noqa: F401
        from applications.review import stages
        from applications.review.stages.public_notice.objections import answers as objection_answers  # noqa: F401
        from applications.review.stages.public_notice.objections import sources as objection_sources  # noqa: F401
        from applications.review.work import sources
        from tianfu.registry import discovery

        discovery.load(self.name)
        stages.register()
        sources.register_sources()
