"""What in the workflow looks like data of persons and is not."""

from tianfu.registry.persons import declare

declare(__name__, not_personal={"workflow.Holiday.name": "a holiday"})
