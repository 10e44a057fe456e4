"""What in files looks like data of persons and is not."""

from tianfu.registry.persons import declare

declare(
    __name__,
    not_personal={"files.StoredFile.name": "a file; read by whom its purpose allows (tianfu/files/readers.py)"},
)
