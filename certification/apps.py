from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "certification"
    label = "certification"
    verbose_name = "授权"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Sections, obstacles, job handlers and receivers register themselves on import; the lower subject first.
        from certification.authorizations.standing import entries, needs, timeline  # noqa: F401
        from certification.certificates import stages
        from certification.certificates.claims import acts, section, sides  # noqa: F401
        from certification.certificates.losses import grounds  # noqa: F401
        from certification.changes.renewals.obstacles import renewal  # noqa: F401
        from certification.changes.renewals.section import RenewalSection  # noqa: F401
        from tianfu.registry import discovery

        discovery.load(self.name)
        stages.register()

        from certification import receivers, work  # noqa: F401
        from certification.authorizations.lookup import obstacles, on_certificates  # noqa: F401
        from certification.authorizations.work import holder  # noqa: F401
        from certification.changes.renewals import holder_work as renewals  # noqa: F401
        from certification.changes.requests import letters, rules  # noqa: F401
        from certification.changes.successions import letters as succession_letters  # noqa: F401
        from certification.changes.successions import rules as succession_rules  # noqa: F401
        from certification.issuing import steps  # noqa: F401

        work.register()
