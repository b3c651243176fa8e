"""A mail server for tests that can be as rude as real ones are.

It speaks enough SMTP (RFC 5321) for smtplib and keeps what it accepted.
"""

import socket
import threading
import time
from email import message_from_bytes, policy


class Sink:
    """A server on a free port of this machine: `with Sink() as sink: sink.port`.

    `mode` may be changed at any time: `ok`, `hang` (no greeting), `slow` (each answer
    takes `delay` seconds), `busy` (451 to the data), `refuse` (550 to the recipient),
    `closing` (421), `drop` (goes away after the data, having kept nothing), `rude`
    (accepts, then goes away without a word more).
    """

    def __init__(self, mode: str = "ok", delay: float = 0.0) -> None:
        self.mode, self.delay = mode, delay
        self.kept: list[tuple[str, bytes]] = []
        self.lines = 0
        self.greeted = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._open = True
        self._peers: list[socket.socket] = []

    def __enter__(self) -> "Sink":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *exception) -> None:
        self._open = False
        # Closing alone would leave the accepting thread, and so the port, alive.
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    @property
    def messages(self) -> list:
        """What was accepted, parsed, oldest first."""
        return [
            message_from_bytes(raw, policy=policy.default) for _, raw in list(self.kept)
        ]

    @property
    def recipients(self) -> list[str]:
        return [to for to, _ in list(self.kept)]

    @property
    def delivery(self) -> dict:
        """What settings.DELIVERY says for this server."""
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": self.port,
        }

    def _accept(self) -> None:
        while self._open:
            try:
                peer, _ = self._socket.accept()
            except OSError:
                return
            self.lines += 1
            self._peers.append(peer)
            threading.Thread(target=self._talk, args=[peer], daemon=True).start()

    def hang_up(self) -> None:
        """End every line, as a server does with those that are idle."""
        for peer in self._peers:
            try:
                peer.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def _talk(self, peer: socket.socket) -> None:
        try:
            with peer, peer.makefile("rb") as lines:
                self._converse(peer, lines)
        except OSError:
            pass

    def _converse(self, peer: socket.socket, lines) -> None:
        def answer(text: str) -> None:
            time.sleep(self.delay if self.mode == "slow" else 0)
            peer.sendall(text.encode() + b"\r\n")

        self.greeted.set()
        if self.mode == "hang":
            lines.readline()
            return
        answer("421 closing" if self.mode == "closing" else "220 sink")
        to = ""
        for line in lines:
            word = line[:4].upper()
            if word == b"RCPT":
                to = line.decode().partition("<")[2].partition(">")[0]
                answer(
                    "550 5.1.1 <" + to + "> no" if self.mode == "refuse" else "250 ok"
                )
            elif word == b"DATA":
                answer("354 go on")
                raw = self._data(lines)
                if self.mode == "drop":
                    return
                if self.mode == "busy":
                    answer("451 4.3.0 later")
                    continue
                self.kept.append((to, raw))
                if self.mode == "rude":
                    return
                answer("250 ok")
            elif word == b"QUIT":
                answer("221 bye")
                return
            else:
                answer("250 ok")

    @staticmethod
    def _data(lines) -> bytes:
        raw = b""
        for line in lines:
            if line == b".\r\n":
                break
            raw += line[1:] if line.startswith(b"..") else line
        return raw
