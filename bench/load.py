"""Asking again and again over kept connections, and how long each answer took. Light, for it shares the processors."""

import socket
import threading
import time
from dataclasses import dataclass, field

_LONGEST = 30.0  # seconds


class Asker:
    """One kept connection."""

    def __init__(self, port: int, path: str, cookie: str = "", headers: str = "") -> None:
        lines = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}"
        self.request = (lines + (f"Cookie: {cookie}\r\n" if cookie else "") + "\r\n").encode()
        self.port = port
        self.made = self._connect()

    def _connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=_LONGEST)

    def ask(self) -> tuple[int, bytes]:
        """(status, answer with its head)."""
        try:
            return self._ask()
        except ConnectionError:  # a kept connection may be closed between two requests
            self.made = self._connect()
            return self._ask()

    def _ask(self) -> tuple[int, bytes]:
        self.made.sendall(self.request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            piece = self.made.recv(262144)
            if not piece:
                raise ConnectionResetError
            answer += piece
        head, _, body = answer.partition(b"\r\n\r\n")
        size = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0] or 0)
        while len(body) < size:
            body += self.made.recv(262144)
        return int(head[9:12]), head + b"\r\n\r\n" + body

    def close(self) -> None:
        self.made.close()


@dataclass
class Sample:
    """What one page gave over a while."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    wrong: int = 0

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds if self.seconds else 0.0

    def quantile(self, share: float) -> float:
        """In milliseconds."""
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

    def add(self, other: "Sample") -> None:
        self.seconds += other.seconds
        self.times += other.times
        self.wrong += other.wrong


def sample(port: int, path: str, *, cookie: str = "", connections: int = 4, seconds: float = 1.0) -> Sample:
    """Ask on so many connections for so long."""
    found, until = Sample(), time.perf_counter() + seconds

    def one() -> None:
        asker = Asker(port, path, cookie)
        while (began := time.perf_counter()) < until:
            status, _ = asker.ask()
            found.times.append(time.perf_counter() - began)
            found.wrong += status != 200
        asker.close()

    began = time.perf_counter()
    threads = [threading.Thread(target=one) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.seconds = time.perf_counter() - began
    return found
