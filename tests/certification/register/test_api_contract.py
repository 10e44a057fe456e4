"""The API against its own description: the schema is valid, generated requests get only what is declared, and a
generated client reads every answer."""

import importlib
import sys

import httpx
import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import connections
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from certification.authorizations.lookup.search import MAX_LENGTH
from tests import make
from tests.some import some

pytestmark = pytest.mark.django_db
# Without the start guards of tianfu.wsgi, which ask the database: tests/deploy/test_start.py tries those.
application = get_wsgi_application()
SCHEMA = "/api/v1/schema/?format=json"
# Few and the same each time: quick, and a red build can be run again.
FEW = settings(
    max_examples=12,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# An address may be too long before anybody reads what is wrong in it.
REFUSED = SchemathesisConfig.from_dict(
    {"checks": {"negative_data_rejection": {"expected-statuses": ["400", "404", "406", "414"]}}}
)


@pytest.fixture(autouse=True)
def _one_connection(db):
    """A request must not close the connection that holds the test's transaction."""
    with pytest.MonkeyPatch.context() as patch:  # not the test's own: no world is made through this connection
        patch.setattr(connections["default"], "close_if_unusable_or_obsolete", lambda: None)
        yield


@pytest.fixture
def issued(reference, clock):
    row = make.issued(clock_fixture=clock)
    row.refresh_from_db()
    return row


def test_the_description_is_valid_openapi_and_speaks_two_languages(client, reference):
    schema = client.get(SCHEMA).json()
    validate(schema)
    for path, methods in some(schema["paths"].items()):
        chinese, english = methods["get"]["description"].split("\n\n")
        assert any("一" <= sign <= "鿿" for sign in chinese) and english.isascii(), path
        assert set(methods["get"]["responses"]) >= {"200", "304", "400", "405", "406", "414", "429"}, path
    assert schema["components"]["schemas"]["BrandDetail"]["properties"]["history"]["type"] == "array"
    for shape in ("Brand", "BrandDetail"):
        names = schema["components"]["schemas"][shape]["properties"]["former_names"]
        assert (names["type"], names["items"]) == ("array", {"$ref": "#/components/schemas/FormerName"})
        assert "曾用名" in names["description"]
    assert set(schema["components"]["schemas"]["FormerName"]["required"]) == {"name", "kind", "kind_label", "until"}


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_generated_requests_get_only_what_is_declared(issued, mode):
    schema = schemathesis.openapi.from_wsgi(SCHEMA, application, config=REFUSED)
    for found in schema.get_all_operations():
        operation = found.ok()
        if mode == GenerationMode.NEGATIVE and not operation.query:
            continue  # any text may stand for a number, so nothing is wrong there

        @FEW
        @given(case=operation.as_strategy(generation_mode=mode))
        def every_answer_is_declared(case):
            # Its WSGI transport does not unpack brotli.
            case.call_and_validate(headers={"Accept-Encoding": "identity"})

        every_answer_is_declared()


@pytest.fixture
def generated(client, reference, tmp_path, monkeypatch):
    """The package that openapi-python-client writes from our description."""
    # Here, since only one process needs it and it takes long to load.
    from openapi_python_client import generate
    from openapi_python_client.config import Config, ConfigFile, MetaType

    (tmp_path / "schema.json").write_bytes(client.get(SCHEMA).content)
    config = Config.from_sources(
        ConfigFile(post_hooks=[], package_name_override="generated_api"),
        MetaType.NONE,
        document_source=tmp_path / "schema.json",
        file_encoding="utf-8",
        overwrite=True,
        output_path=tmp_path / "generated_api",
    )
    assert generate(config=config) == []
    monkeypatch.syspath_prepend(str(tmp_path))
    yield lambda name: importlib.import_module(f"generated_api.{name}")
    for name in [name for name in sys.modules if name.startswith("generated_api")]:
        del sys.modules[name]


def test_a_generated_client_reads_every_answer_and_every_refusal(issued, generated):
    Client, models = generated("client").Client, generated("models")
    api = Client(base_url="http://testserver", raise_on_unexpected_status=True)
    api.set_httpx_client(httpx.Client(base_url="http://testserver", transport=httpx.WSGITransport(application)))
    read, listed, verify = (
        generated(f"api.{place}") for place in ("brands.brands_read", "brands.brands_list", "verify.verify")
    )

    brand = read.sync(issued.number, client=api)
    assert (brand.certificate.version, brand.certificate.sha256) == (1, issued.certificates.get().paper.sha256)
    assert verify.sync(issued.number, client=api).certificate.version == 1
    assert (brand.number, [event.what for event in brand.history]) == (issued.number, ["授权生效并公布"])
    assert listed.sync(client=api).results[0].product_name == issued.product_name
    assert verify.sync("NOTHING", client=api).answer.value == "unreadable"
    missing = read.sync("TFMP-C-510100-2026-99999-A", client=api)
    assert (type(missing), missing.error.code) == (models.Error, "not_found")
    refused = listed.sync(client=api, q="字" * (MAX_LENGTH + 1))
    assert (refused.error.code, refused.error.parameter) == ("invalid_parameter", "q")
