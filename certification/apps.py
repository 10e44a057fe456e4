from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "certification"
    label = "certification"
    verbose_name = "授权"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Stages, sections, screening, job handlers and receivers register themselves on import.
        from certification import (  # noqa: F401
            alerts,
            audit_names,
            certificate_section,
            desk_work,
            file_readers,
            issuing,
            receivers,
            screening,
            second_person,
            stages,
        )
        from certification.authorizations import holder_work  # noqa: F401
        from certification.bodies import sides  # noqa: F401
        from certification.certificates import grounds  # noqa: F401

        second_person.register_sources()
        desk_work.register()
        alerts.register_alerts()
