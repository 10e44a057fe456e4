"""The public API keeps what its description promises: shapes, refusals by name, validators, open to every site."""

import gzip
from dataclasses import replace

import brotli
import pytest
from django.test import Client
from django.urls import reverse

from applications.enterprises.changes.acts import decide, file_change
from applications.models import Enterprise
from applications.programmes import names as programme_names
from certification.authorizations.lookup.names import holder_names
from certification.authorizations.lookup.search import MAX_LENGTH
from certification.models import Authorization
from tests import make
from tests.some import some
from tianfu.accounts.roles import Role
from tianfu.api.gate import LONGEST
from tianfu.site.answers.public_answers import accepted_codings
from tianfu.workflow.clock import today

pytestmark = pytest.mark.django_db

READS = ["/api/v1/brands/", "/api/v1/regions/", "/api/v1/industries/", "/api/v1/verify/TFMP/"]


@pytest.fixture
def issued(reference, clock):
    row = make.issued(clock_fixture=clock)
    row.refresh_from_db()
    return row


def refused(answer, status):
    """The one shape: `error` and nothing else, with a code and words."""
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/json"
    body = answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) - {"parameter"} == {"code", "message"}
    assert body["error"]["message"].endswith("。")
    return body["error"]


@pytest.mark.parametrize("path", READS)
def test_every_refusal_has_the_one_declared_shape(client, reference, path):
    codes = {
        405: refused(client.post(path), 405)["code"],
        406: refused(client.get(path, headers={"accept": "text/html"}), 406)["code"],
        414: refused(client.get(path + "?q=" + "长" * LONGEST), 414)["code"],
        400: refused(client.get(path + "?colour=red"), 400)["code"],
    }
    assert codes == {
        405: "method_not_allowed",
        406: "not_acceptable",
        414: "address_too_long",
        400: "unknown_parameter",
    }


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_write_is_refused_and_told_what_may_be_done(client, reference, method):
    answer = getattr(client, method)("/api/v1/brands/", {"a": 1}, content_type="application/json")
    assert refused(answer, 405)["message"] == "本接口只供读取，请使用 GET。"
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    "path",
    ["/api/v1/brands/TFMP-C-510100-2026-99999-A/", "/api/v1/brands/你好/", "/api/v1/nothing/",
     "/api/"],
)  # fmt: skip
def test_what_is_not_there_is_404_in_the_one_shape(client, reference, path):
    assert refused(client.get(path), 404)["code"] == "not_found"


@pytest.mark.parametrize("path", ["/api/v1/brands/%00/", "/api/v1/brands/?q=a%00b", "/api/v1/verify/1/?%00=1"])
def test_a_nul_anywhere_is_refused_in_the_one_shape(client, reference, path):
    assert refused(client.get(path), 400)["code"] == "bad_request"


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("colour=red", "colour", "unknown_parameter"),
        ("format=xml", "format", "unknown_parameter"),
        ("Status=active", "Status", "unknown_parameter"),
        ("page=2", "page", "unknown_parameter"),
        ("status=lost", "status", "invalid_parameter"),
        ("status=pending", "status", "invalid_parameter"),
        ("status=", "status", "invalid_parameter"),
        ("sector=工业", "sector", "invalid_parameter"),
        ("region=成都", "region", "invalid_parameter"),
        ("region=5101", "region", "invalid_parameter"),
        ("industry=M6", "industry", "invalid_parameter"),
        ("route=both", "route", "invalid_parameter"),
        ("before=abc", "before", "invalid_parameter"),
        ("before=0", "before", "invalid_parameter"),
        ("before=-1", "before", "invalid_parameter"),
        ("before=1.0", "before", "invalid_parameter"),
        ("before=１", "before", "invalid_parameter"),
        ("after=99999999999999999999", "after", "invalid_parameter"),
        ("sort=colour", "sort", "invalid_parameter"),
        ("q=a&q=b", "q", "repeated_parameter"),
        ("q=" + "字" * (MAX_LENGTH + 1), "q", "invalid_parameter"),
    ],
)
def test_a_parameter_that_is_not_understood_is_refused_by_name(client, reference, query, parameter, code):
    error = refused(client.get(f"/api/v1/brands/?{query}"), 400)
    assert (error["parameter"], error["code"]) == (parameter, code)
    words = {
        "unknown_parameter": f"不认识的参数“{parameter}”；可用的参数：q、",
        "repeated_parameter": f"参数“{parameter}”出现了不止一次，请只给一个值。",
        "invalid_parameter": f"参数“{parameter}”的值不对。",
    }
    assert words[code] in error["message"]


@pytest.mark.parametrize(
    "path", ["/api/v1/brands/{}/", "/api/v1/verify/{}/", "/api/v1/regions/", "/api/v1/industries/"]
)
def test_a_read_without_parameters_takes_none(client, issued, path):
    error = refused(client.get(path.format(issued.number) + "?q=1"), 400)
    assert (error["parameter"], error["code"]) == ("q", "unknown_parameter")


def test_free_text_may_hold_anything_and_finds_nothing_rather_than_fail(client, issued):
    for text in ("%", "_", "\\", "'", "%F0%9F%98%80", "%0A", "a%01b"):
        assert client.get(f"/api/v1/brands/?q={text}").status_code == 200, text


def test_codes_that_a_filter_takes_are_listed_and_find_the_brand(client, issued, django_assert_num_queries):
    with django_assert_num_queries(1):
        regions = client.get("/api/v1/regions/").json()
    with django_assert_num_queries(1):
        industries = client.get("/api/v1/industries/").json()
    assert len(regions) == 21
    region = next(row for row in regions if row["name"] == "成都市")
    industry = next(row for row in industries if row["id"] == issued.industry_id)
    assert (region["code"], industry["code"], industry["sector"]) == ("510100", "m6-03", "manufacturing")

    def found(query):
        return [row["number"] for row in client.get(f"/api/v1/brands/?{query}").json()["results"]]

    by_code = [
        found(f"region={region['code']}"),
        found(f"industry={industry['code']}"),
        found(f"industry={industry['id']}"),
    ]
    assert by_code == [[issued.number]] * 3
    others = [
        found("region=510300"),
        found("industry=m6-01"),
        found("industry=nothing"),
        found("industry=0"),
        found("industry=" + "9" * 40),
    ]
    assert others == [[]] * 5
    assert client.get("/api/v1/brands/").json()["results"][0]["region"] == "510100"


def change_of(owner, person, kind, day, **facts):
    """A change of the enterprise, asked for and approved on its day."""
    owner = Enterprise.objects.get(pk=owner.pk)
    change = file_change(owner, kind, {"valid_from": day, **facts}, [make.pdf()], user=person)
    decide(change, "approve", user=make.officer(Role.PREFECTURE_OFFICER, "510100"), seen=change.revision)


def names_of(client, path):
    body = client.get(path).json()
    row = body.get("brand") or (body["results"][0] if "results" in body else body)
    return row["holder_name"], row["holder_current_name"], row["former_names"]


def every_read_of(issued):
    return ["/api/v1/brands/", f"/api/v1/brands/{issued.number}/", f"/api/v1/verify/{issued.number}/"]


def test_a_holder_that_was_never_renamed_has_no_former_names(client, issued):
    for path in some(every_read_of(issued)):
        assert names_of(client, path) == (issued.holder_name, issued.holder_name, []), path


def test_every_read_says_the_former_names_of_the_holder(client, issued, clock):
    old, person = issued.holder_name, issued.application.created_by
    owner, first = issued.enterprise, today()
    change_of(owner, person, "rename", first, new_name="样例家居集团有限公司")
    clock.advance(days=30)
    second = today()
    change_of(owner, person, "rename", second, new_name="样例家居控股有限公司")
    other = {"other_name": "虚构木业有限公司", "other_uscc": make.CODES[1], "other_role": "absorbed"}
    change_of(owner, person, "merger", second, **other)
    own = {"kind": "own", "kind_label": "曾用名"}
    former = [
        {"name": "虚构木业有限公司", "kind": "taken_over", "kind_label": "合并、承继前的企业", "until": str(second)},
        {"name": "样例家居集团有限公司", "until": str(second), **own},
        {"name": old, "until": str(first), **own},
    ]
    for path in some(every_read_of(issued)):
        assert names_of(client, path) == (old, "样例家居控股有限公司", former), path
    mark = Authorization.objects.get(pk=issued.pk)
    assert (holder_names(mark).current, holder_names(mark).since) == ("样例家居控股有限公司", second)
    for name in ("样例家居集团", "样例家居控股", "虚构木业"):
        found = client.get(f"/api/v1/brands/?q={name}").json()["results"]
        assert [row["number"] for row in found] == [issued.number], name


def test_names_of_a_list_cost_the_same_however_long(client, issued, clock, django_assert_num_queries):
    from tests.certification.register.test_public_site import copies

    change_of(issued.enterprise, issued.application.created_by, "rename", today(), new_name="样例新名有限公司")
    counts = []
    for names in ([], ["甲", "乙", "丙"]):
        issued.refresh_from_db()
        copies(issued, names)
        with django_assert_num_queries(4):
            counts.append(len(client.get("/api/v1/brands/").json()["results"]))
    assert counts == [1, 4]


def test_an_address_in_an_answer_keeps_the_filters(client, issued):
    from tests.certification.register.test_public_site import copies

    copies(issued, [f"产品{n}" for n in range(25)])
    first = client.get("/api/v1/brands/?region=510100").json()
    second = client.get(first["older"]).json()
    assert (len(first["results"]), len(second["results"]), second["older"]) == (20, 6, None)
    assert client.get(second["newer"]).json()["results"] == first["results"]


def test_an_unchanged_answer_is_304(client, issued):
    for path in (*READS, f"/api/v1/brands/{issued.number}/", f"/api/v1/verify/{issued.number}/", "/api/v1/schema/"):
        first = client.get(path)
        again = client.get(path, headers={"if-none-match": first["ETag"]})
        assert (path, first.status_code, again.status_code, again.content) == (path, 200, 304, b"")
        assert again["Access-Control-Allow-Origin"] == "*"
        assert client.get(path, headers={"if-none-match": '"another"'}).status_code == 200


def test_a_changed_answer_is_sent_again(client, issued, clock):
    for path in (f"/api/v1/verify/{issued.number}/", f"/api/v1/brands/{issued.number}/", "/api/v1/brands/"):
        clock.set(issued.ends_on)
        tag = client.get(path)["ETag"]
        clock.advance(days=1)
        assert client.get(path, headers={"if-none-match": tag}).status_code == 200, path


def test_every_site_may_read_and_only_read(client, issued):
    for path in (*READS, "/api/v1/schema/", "/api/v1/nothing/", "/api/v1/brands/?colour=red"):
        assert client.get(path, headers={"origin": "https://shop.example"})["Access-Control-Allow-Origin"] == "*", path
    asked = {"origin": "https://shop.example", "access-control-request-method": "GET"}
    answer = client.options("/api/v1/brands/", headers=asked)
    assert (answer.status_code, answer["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    assert "Access-Control-Allow-Credentials" not in answer
    assert "Access-Control-Allow-Origin" not in client.get("/", headers={"origin": "https://shop.example"})


def test_public_answers_are_compressed_and_nothing_else_is(client, issued):
    for path in ("/", "/brands/", "/api/v1/brands/", "/api/v1/industries/", reverse("brand", args=[issued.number])):
        plain = client.get(path)
        for coding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
            packed = client.get(path, headers={"accept-encoding": coding})
            assert packed["Content-Encoding"] == coding, path
            assert len(packed.content) < len(plain.content)
            assert unpack(packed.content) == plain.content
            assert "Accept-Encoding" in packed["Vary"]
            assert packed["ETag"].startswith("W/")
    assert "Content-Encoding" not in client.get("/account/login/", headers={"accept-encoding": "br"})


def test_what_somebody_signed_in_reads_is_never_compressed(issued):
    client = Client()
    client.force_login(issued.application.created_by)
    page = client.get("/portal/", headers={"accept-encoding": "br, gzip"})
    assert page.status_code == 200
    assert "Content-Encoding" not in page


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("", set()),
        ("gzip, deflate, br", {"gzip", "deflate", "br"}),
        ("br;q=0, gzip;q=0.5", {"gzip"}),
        ("br;q=wrong", set()),
        ("GZIP ; Q=1.0", {"gzip"}),
    ],
)
def test_a_coding_with_weight_zero_is_not_used(header, names):
    assert accepted_codings(header) == names


def test_a_route_that_another_process_loaded_is_known_at_once(client, reference) -> None:
    programme_names.read_all()
    kept = dict(programme_names.KEPT.versions)
    try:
        programme_names.KEPT.versions.clear()
        others = {pk: replace(names, routes={"elsewhere": "别处"}) for pk, names in kept.items()}
        programme_names.KEPT.versions.update(others)  # as a process that has read before the route was loaded
        assert client.get("/api/v1/brands/", {"route": "quality_certification"}).status_code == 200
        assert client.get("/api/v1/brands/", {"route": "nowhere"}).status_code == 400
    finally:
        programme_names.KEPT.versions.clear()
        programme_names.KEPT.versions.update(kept)
