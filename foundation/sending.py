"""Takes mails out of the outbox and hands them to the mail server, one at a time.

The worker's senders call `deliver_next`. A refusal for good ends as failed; anything
else is tried again.
"""

import logging
import select
import signal
import smtplib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t

from foundation.models import MailState, OutboxMail
from foundation.outbox import is_silenced
from foundation.promises import BACK_OFF, MAIL_TRIES

log = logging.getLogger("niot.outbox")

# Seconds one mail may take in all, however slowly the server answers. It stays below
# the database's idle_in_transaction_session_timeout (60 s): the row is locked so long.
PATIENCE = 45
# Seconds a line to the mail server is kept open without a mail; servers wait for five
# minutes (RFC 5321, section 4.5.3.2.7), some of them for less.
IDLE = 20


class KeepOnly(BaseEmailBackend):
    """Delivers nothing: mails stay in the outbox, to be read at `/outbox/`.

    For development without a mail server. Mails end as `kept`, never as `sent`.
    """

    outcome = MailState.KEPT

    def send_messages(self, email_messages) -> int:
        """Accept the messages and do nothing with them."""
        return len(email_messages)


@dataclass(frozen=True)
class Delivery:
    """What became of one mail.

    `is_server_down` tells that the server itself failed, so that other mails would
    fail just the same and may wait a little.
    """

    pk: int
    state: MailState
    error: str = ""
    is_server_down: bool = False


class Line:
    """A line to the mail server, kept open from one mail to the next."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend | None = None
        self._used_at = 0.0

    def hand_over(self, message: EmailMultiAlternatives) -> str:
        """Hand over one message in `PATIENCE` seconds; return the state it is in then.

        Raises whatever the server or the way to it raises; the line is then closed.
        """
        if self._backend is not None and not self._is_open(self._backend):
            self.close()
        backend = self._backend or delivery_backend()
        self._backend = backend
        try:
            with _deadline(PATIENCE):
                backend.open()
                backend.send_messages([message])
        except BaseException:
            self.close()
            raise
        self._used_at = time.monotonic()
        return getattr(backend, "outcome", MailState.SENT)

    def rest(self) -> None:
        """Close the line if it has been idle for long: the server wants it back."""
        if self._backend is not None and time.monotonic() - self._used_at > IDLE:
            self.close()

    def close(self) -> None:
        """Close the line, whatever state it is in."""
        backend, self._backend = self._backend, None
        if backend is None:
            return
        # The mail's fate is known by now: a server that ends rudely changes nothing.
        try:
            with _deadline(PATIENCE):
                backend.close()
        except (OSError, smtplib.SMTPException):
            pass

    def _is_open(self, backend: BaseEmailBackend) -> bool:
        """Whether the server has not hung up, nor said that it will, since."""
        if time.monotonic() - self._used_at > IDLE:
            return False
        sock = getattr(getattr(backend, "connection", None), "sock", None)
        return sock is None or not select.select([sock], [], [], 0)[0]


def deliver_next(line: Line | None = None) -> Delivery | None:
    """Send the mail that is due first and commit; None when no mail is due.

    `line` is used and stays open; without one, a line is opened for this mail alone.

    The row stays locked while the server is spoken to: a second worker skips it, and a
    worker that dies lets it go unsent. Only a death between the server's yes and our
    commit sends a mail twice, then with the same Message-ID. A refusal for good ends
    as failed; anything else is tried again after `BACK_OFF`.
    """
    with transaction.atomic():
        mail = OutboxMail.objects.due().select_for_update(skip_locked=True).first()
        if mail is None:
            return None
        mail.attempts += 1
        if is_silenced(mail.to):
            delivery = _withheld(mail)
        elif line is not None:
            delivery = _deliver(mail, line)
        else:
            delivery = _deliver(mail, line := Line())
            line.close()
        mail.state, mail.last_error = delivery.state, delivery.error
        if mail.state == MailState.SENT:
            mail.sent_at = timezone.now()
        elif mail.state == MailState.QUEUED:
            mail.send_at = timezone.now() + BACK_OFF[mail.attempts - 1]
        mail.save(
            update_fields=["attempts", "state", "last_error", "sent_at", "send_at"]
        )
    return delivery


def _withheld(mail: OutboxMail) -> Delivery:
    return Delivery(mail.pk, MailState.WITHHELD)


def message_of(mail: OutboxMail) -> EmailMultiAlternatives:
    """Return the mail as Django sends it: text, HTML and calendar as alternatives.

    Raises `ValueError` if a header cannot be written.
    """
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to],
        headers={
            "Message-ID": mail.message_id,
            # RFC 3834: absence notices are not to answer a machine.
            "Auto-Submitted": "auto-generated",
            **mail.headers,
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        message.attach_alternative(
            mail.calendar, f"text/calendar; method={mail.calendar_method}"
        )
    return message


def _deliver(mail: OutboxMail, line: Line) -> Delivery:
    try:
        message = message_of(mail)
        message.message()
    except (ValueError, UnicodeError) as error:
        reason = _t("Not a mail: %(kind)s.") % {"kind": type(error).__name__}
        return Delivery(mail.pk, MailState.FAILED, reason)
    try:
        return Delivery(mail.pk, MailState(line.hand_over(message)))
    except Exception as error:
        # Whatever it was: one bad mail must not stop those behind it.
        if not isinstance(error, OSError):
            log.exception("mail %s: could not be handed over", mail.pk)
        return _failure(mail, error)


def delivery_backend() -> BaseEmailBackend:
    """Return the backend of settings.DELIVERY, a dict as `environ.email_url` makes.

    Raises `ImportError` or `ValueError` for a set-up that cannot work.
    """
    config = settings.DELIVERY
    options: dict[str, Any] = {
        "host": config.get("EMAIL_HOST"),
        "port": config.get("EMAIL_PORT"),
        "username": config.get("EMAIL_HOST_USER") or "",
        "password": config.get("EMAIL_HOST_PASSWORD") or "",
        "use_tls": config.get("EMAIL_USE_TLS", False),
        "use_ssl": config.get("EMAIL_USE_SSL", False),
        "timeout": settings.EMAIL_TIMEOUT,
    }
    if path := config.get("EMAIL_FILE_PATH"):
        options["file_path"] = path
    return get_connection(config["EMAIL_BACKEND"], **options)


def _failure(mail: OutboxMail, error: Exception) -> Delivery:
    code = _reply_code(error)
    text = _shown(error, code)
    is_server_down = _is_servers_fault(error, code)
    if not is_server_down and code is not None and 500 <= code <= 599:
        return Delivery(mail.pk, MailState.FAILED, text)
    if mail.attempts >= MAIL_TRIES:
        given_up = _t("Given up. %(reason)s") % {"reason": text}
        return Delivery(mail.pk, MailState.FAILED, given_up, is_server_down)
    return Delivery(mail.pk, MailState.QUEUED, text, is_server_down)


def _is_servers_fault(error: Exception, code: int | None) -> bool:
    """Tell whether other mails would meet the same error."""
    if not isinstance(error, OSError):
        return False
    if code is None or code < 0 or code in (421, 530):
        return True
    if isinstance(error, smtplib.SMTPSenderRefused):
        # The sender is always the portal; only 552 (too large) is about this mail.
        return 500 <= code != 552
    return isinstance(
        error,
        smtplib.SMTPAuthenticationError
        | smtplib.SMTPConnectError
        | smtplib.SMTPHeloError,
    )


def _reply_code(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    return getattr(error, "smtp_code", None)


def _shown(error: Exception, code: int | None) -> str:
    """Say what failed without the server's words, which often repeat the address."""
    facts = {"kind": type(error).__name__, "code": code}
    if not isinstance(error, OSError):
        return _t("Not handed over: %(kind)s.") % facts
    if code is None or code < 0:
        return _t("No answer from the mail server: %(kind)s.") % facts
    return _t("The mail server answered %(code)s: %(kind)s.") % facts


class TookTooLong(TimeoutError):
    """A mail server kept us waiting beyond `PATIENCE`."""


@contextmanager
def _deadline(seconds: int) -> Iterator[None]:
    """Interrupt the block after `seconds`, also when each single answer is in time.

    By the process's alarm clock, so only in the main thread, where the worker runs.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(number, frame):
        raise TookTooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
