"""The threads that run Django: each keeps its own connection to the database, with what was prepared on it.

Who became free last works next, so that few visitors meet few threads: their connections, plans and caches are warm.
"""

from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any


class _Task:
    """Work for a desk; `done` is held until its result or its error is there."""

    def __init__(self, work: Callable[..., Any], given: tuple[Any, ...]) -> None:
        self.work, self.given = work, given
        self.result: Any = None
        self.error: BaseException | None = None
        self.done = Lock()
        self.done.acquire()

    def run(self) -> None:
        try:
            self.result = self.work(*self.given)
        except BaseException as error:  # raised again where it was asked for
            self.error = error


class Desks:
    """At most so many threads; they live as long as the process."""

    def __init__(self, most: int) -> None:
        self.most, self.made = most, 0
        self.free: list[SimpleQueue[_Task]] = []
        self.waiting: deque[_Task] = deque()
        self.lock = Lock()

    def queue(self) -> int:
        """How many wait for a desk."""
        return len(self.waiting)

    def ask(self, work: Callable[..., Any], *given: Any) -> Any:
        """What `work` gives, or raises, at a desk."""
        task = _Task(work, given)
        with self.lock:
            if self.free:
                self.free.pop().put(task)
            elif self.made < self.most:
                self._make(task)
            else:
                self.waiting.append(task)
        task.done.acquire()
        if task.error is not None:
            raise task.error
        return task.result

    def _make(self, task: _Task) -> None:
        self.made += 1
        own: SimpleQueue[_Task] = SimpleQueue()
        own.put(task)
        Thread(target=self._serve, args=(own,), name=f"desk_{self.made}", daemon=True).start()

    def _serve(self, own: "SimpleQueue[_Task]") -> None:
        while True:
            task: _Task | None = own.get()
            while task is not None:
                task.run()
                following = self._next(own)  # before its asker is told, who may ask again at once
                task.done.release()
                task = following

    def _next(self, own: "SimpleQueue[_Task]") -> _Task | None:
        """Who waits longest; with nobody waiting this desk is free."""
        with self.lock:
            if self.waiting:
                return self.waiting.popleft()
            self.free.append(own)
            return None
