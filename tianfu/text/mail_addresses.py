"""Whether a mail program can write an address: stricter than its looks, asked where an address is typed."""

from django.core.exceptions import ValidationError
from django.core.mail.message import sanitize_address
from django.core.validators import validate_email

ADVICE = "请换一个能正常收信的电子邮箱，如 name@example.com。"
LONGEST_LOCAL_PART, LONGEST = 64, 254  # octets as sent, RFC 5321 section 4.5.3.1


def sent_as(address: str) -> str:
    """The address as it goes to a mail server, its domain in ASCII. Raises ValueError when it cannot be written."""
    return str(sanitize_address(address, "utf-8"))


def check_mailable(address: str) -> None:
    """Validator: raises ValidationError, in words, for an address that looks like one and that no mail can be sent to.

    What does not even look like an address is left to Django's own validator and its sentence.
    """
    try:
        validate_email(address)
    except ValidationError:
        return
    local, _, domain = address.rpartition("@")
    if local.startswith('"') or not local.isprintable():
        raise ValidationError(f"“@”前不能有引号和空格。{ADVICE}", code="mailable")
    try:
        sent = sent_as(address)
        again = sent.rpartition("@")[2].encode("ascii").decode("idna")
    except (ValueError, IndexError) as error:
        raise ValidationError(f"“@”后的域名含有邮件系统无法书写的字，或者过长。{ADVICE}", code="mailable") from error
    # ß.de would be written ss.de, which belongs to somebody else.
    if again.lower() != domain.lower() and sent.rpartition("@")[2].lower() != domain.lower():
        raise ValidationError(f"“@”后的域名在邮件系统中会变成“{again}”。{ADVICE}", code="mailable")
    if len(local) > LONGEST_LOCAL_PART or len(sent) > LONGEST:
        raise ValidationError(f"这个地址过长，邮件系统不能投递。{ADVICE}", code="mailable")
