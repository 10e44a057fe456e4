"""湖北精品, the second programme of the tests (tests/brands.py): loaded, and a case of it filed."""

from applications.models import Application, Batch, ProgrammeVersion
from tests import brands

FILE = brands.HUBEI.file


def programme() -> ProgrammeVersion:
    return brands.load(brands.HUBEI)


def call(version: ProgrammeVersion) -> Batch:
    return brands.call(version)


def filed(version: ProgrammeVersion) -> Application:
    return brands.filed(brands.HUBEI, version)
