"""Handing a stored mail to the mail server named by SMTP_URL."""

import contextlib
from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from tianfu.inbox.models import OutgoingMail
from tianfu.text.mail_addresses import sent_as

_SENTENCE = "SMTP_URL 应形如 smtp://用户:密码@主机:端口?tls=1（整条加密连接用 smtps://），请检查。"


class NotDelivered(Exception):
    """The server did not take this mail. `permanent`: it never will. `server_down`: it took no mail at all."""

    def __init__(self, reason: str, *, permanent: bool = False, server_down: bool = False) -> None:
        self.permanent, self.server_down = permanent, server_down
        super().__init__(reason)


@dataclass(frozen=True)
class Server:
    host: str
    port: int
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False
    timeout: float = 10.0

    @classmethod
    def from_url(cls, url: str) -> "Server":
        """Read SMTP_URL; ImproperlyConfigured in a sentence that does not repeat the password."""
        try:
            parts = urlsplit(url)
            query = parse_qs(parts.query)
            tls = parts.scheme == "smtps"
            port = parts.port or (465 if tls else 587 if "tls" in query else 25)
            timeout = float(query.get("timeout", ["10"])[0])
        except ValueError:
            raise ImproperlyConfigured(_SENTENCE) from None
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or timeout <= 0:
            raise ImproperlyConfigured(_SENTENCE)
        return cls(
            host=parts.hostname,
            port=port,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            starttls=not tls and query.get("tls", ["0"])[0] in {"1", "true"},
            tls=tls,
            timeout=timeout,
        )


def hand_over(mail: OutgoingMail) -> None:
    """Give the mail to the server; return when it has taken responsibility, else raise NotDelivered."""
    message = _written(mail)
    try:
        server = Server.from_url(settings.SMTP_URL)
    except ImproperlyConfigured as error:
        raise NotDelivered(str(error), server_down=True) from error
    connection = EmailBackend(
        host=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.starttls,
        use_ssl=server.tls,
        timeout=server.timeout,
    )
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        raise NotDelivered(f"邮件服务器不可用：{_words(error)}", server_down=True) from error
    try:
        connection.send_messages([message])
    except SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise NotDelivered(f"收件地址被拒收：{code} {_text(answer)}", permanent=code >= 500) from error
    except SMTPResponseException as error:
        reason = f"邮件服务器拒绝：{error.smtp_code} {_text(error.smtp_error)}"
        raise NotDelivered(reason, permanent=error.smtp_code >= 500) from error
    except (OSError, SMTPException) as error:
        raise NotDelivered(f"与邮件服务器的连接中断：{_words(error)}", server_down=True) from error
    finally:
        _close(connection)


def _close(connection: EmailBackend) -> None:
    # The mail is taken or not already; a server that hangs at QUIT must not turn a sent mail into a failed one.
    with contextlib.suppress(OSError, SMTPException):
        connection.close()


def _written(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The mail, tried out before a server is asked: what cannot be written now never can, unless the sender is at fault."""
    try:
        sent_as(mail.sender)
    except (ValueError, IndexError) as error:
        raise NotDelivered(f"发件人“{mail.sender}”无法书写，请检查 DEFAULT_FROM_EMAIL：{_words(error)}") from error
    try:
        sent_as(mail.to)
    except (ValueError, IndexError) as error:
        raise NotDelivered(f"收件地址无法书写，请向收件人另取电子邮箱：{_words(error)}", permanent=True) from error
    message = _message(mail)
    try:
        message.message().as_bytes()
    except Exception as error:  # whatever the mail library stumbles over, it will again
        raise NotDelivered(f"邮件内容无法书写：{_words(error)}", permanent=True) from error
    return message


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        mail.subject,
        mail.body_text,
        mail.sender,
        [mail.to],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    if mail.body_html:
        message.attach_alternative(mail.body_html, "text/html")
    return message


def _words(error: Exception) -> str:
    return "等待超时" if isinstance(error, TimeoutError) else (str(error) or type(error).__name__)


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
