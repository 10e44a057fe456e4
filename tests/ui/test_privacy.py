from django.test import Client

from tianfu.accounts.sign_in.signup_fields import PRIVACY_VERSION


def test_the_notice_is_public_names_its_version_and_asks_the_database_nothing(
    client: Client, db: None, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        response = client.get("/privacy/")
    assert response.status_code == 200
    assert f"版本 {PRIVACY_VERSION}" in response.content.decode()


def test_a_public_page_does_not_depend_on_who_reads_it(client: Client, db: None) -> None:
    response = client.get("/privacy/")
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


def test_what_the_operator_must_fill_in_is_marked_until_it_is(client: Client, db: None, settings: object) -> None:
    settings.OPERATOR_NAME, settings.PRIVACY_CONTACT = "", ""  # type: ignore[attr-defined]
    assert "【运营单位名称" in client.get("/privacy/").content.decode()
    settings.OPERATOR_NAME, settings.PRIVACY_CONTACT = "四川省某中心", "028-00000000"  # type: ignore[attr-defined]
    page = client.get("/privacy/").content.decode()
    assert "四川省某中心" in page
    assert "【运营单位名称" not in page


def test_a_public_page_fits_into_50_kilobytes_with_its_sheets(client: Client, db: None) -> None:
    assert len(client.get("/privacy/").content) <= 24_000
