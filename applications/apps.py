from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    label = "applications"
    verbose_name = "申报"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Rules, stages and sections register themselves on import; so does what stands beside them under these names.
        from applications.cases.rules import verbs  # noqa: F401
        from applications.form import sections  # noqa: F401
        from applications.papers import receipts  # noqa: F401
        from applications.programmes import dialects, names
        from applications.review import stages
        from tianfu.accounts import programmes
        from tianfu.ledger.log import kinds
        from tianfu.registry import discovery

        stages.register()
        programmes.lay_down(names.current_names, names.levels, names.review_levels)
        kinds.lay_down_dialects(dialects.dialect_of)
        for name in ("checks", "receivers", "sources", "answers"):
            discovery.found(self.name, name)
        discovery.load(self.name)
