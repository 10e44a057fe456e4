"""An address that no mail program can write is refused where it is typed, in words."""

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage

from applications.form.sections.subject import SubjectForm
from tests.refusing import codes_of
from tianfu.text.fields import EmailField
from tianfu.text.mail_addresses import check_mailable

# Django's own validator takes every one of them.
UNMAILABLE = [
    "a@" + "例" * 63 + ".中国",
    "a@\ufdd0.com",
    "a@\ue000.com",
    "a@אa.com",
    "a@1א.com",
    "a@xn--例.com",
    "a@ß.de",
    "a@" + "例." * 60 + "中国",
    "a" * 65 + "@example.com",
    '"a\\\x01"@example.com',
    '"@"@example.com',
    '""@example.com',
]


@pytest.mark.parametrize("address", [*UNMAILABLE, "a@\u202eexample.com"])
def test_an_address_no_mail_can_be_sent_to_is_refused_with_advice(address: str) -> None:
    with pytest.raises(ValidationError, match=r"请换一个能正常收信的电子邮箱，如 name@example\.com。"):
        check_mailable(address)


@pytest.mark.parametrize(
    "address",
    ["a@example.com", "a.b+c@例子.中国", "wang_fang@xn--fsqu00a.xn--fiqs8s", "A@EXAMPLE.COM", "a@[127.0.0.1]"],
)
def test_an_address_that_passes_can_be_written_into_a_mail(address: str) -> None:
    check_mailable(address)
    assert EmailMessage("题", "文", "f@example.com", [address]).message().as_bytes() != b""


@pytest.mark.parametrize("text", ["wang", "张@example.com", "a b@example.com", "@example.com", ""])
def test_what_is_no_address_has_its_own_sentence_only(text: str) -> None:
    assert codes_of(check_mailable, text) == []


def test_a_field_names_one_mistake_only() -> None:
    field = EmailField()
    for text in ["wang", "a@אa.com"]:
        with pytest.raises(ValidationError) as caught:
            field.clean(text)
        assert len(caught.value.messages) == 1


@pytest.mark.parametrize("address", UNMAILABLE)
def test_the_contact_of_a_filing_is_checked_alike(address: str) -> None:
    with pytest.raises(ValidationError):
        SubjectForm.base_fields["contact_email"].clean(address)
