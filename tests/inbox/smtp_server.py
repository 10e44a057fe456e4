"""A real SMTP server on a local port, which answers as its script says."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Mailbox:
    """`script`: the answers to the next mails' end of DATA, e.g. ["451 later", "250 ok"]; then always 250.
    "hang" answers nothing. `refuse`: the answer to every RCPT."""

    script: list[str] = field(default_factory=list)
    refuse: str = ""
    received: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?timeout=1"


class _Session(socketserver.StreamRequestHandler):
    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def handle(self) -> None:
        box: Mailbox = self.server.box
        self.say("220 test")
        for raw in self.rfile:
            word = raw[:4].upper().strip()
            if word == b"DATA":
                self.say("354 go on")
                text = "".join(iter(lambda: self.rfile.readline().decode(), ".\r\n"))
                answer = box.script.pop(0) if box.script else "250 taken"
                if answer == "hang":
                    time.sleep(2)
                    return
                if answer.startswith("250"):
                    box.received.append(text)
                self.say(answer)
            elif word == b"RCPT" and box.refuse:
                self.say(box.refuse)
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    box: Mailbox


@contextmanager
def mail_server(script: list[str] | None = None, refuse: str = "") -> Iterator[Mailbox]:
    box = Mailbox(script=list(script or []), refuse=refuse)
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.box = box
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
