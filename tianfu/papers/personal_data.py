"""What in papers looks like data of persons and is not."""

from tianfu.registry.persons import declare

declare(__name__, not_personal={"papers.TemplateSource.name": "a template"})
