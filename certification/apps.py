from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "certification"
    label = "certification"
    verbose_name = "授权"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Stages, sections, screening, job handlers and receivers register themselves on import.
        from certification import alerts, audit_names, desk_work, file_readers, receivers, screening, second_person  # noqa: F401
        from certification.authorizations import holder_work  # noqa: F401
        from certification.bodies import sides  # noqa: F401
        from certification.certificates import grounds, section, stages  # noqa: F401
        from certification.issuing import steps  # noqa: F401
        from tianfu.registry import discovery

        discovery.load(self.name)
        stages.register()
        second_person.register_sources()
        desk_work.register()
        alerts.register_alerts()
