"""What somebody sees while a build runs."""

from __future__ import annotations

import sys
import threading
from typing import Self, TextIO

SHOWN_RUNS = 3  # names of running pages beside the bar; more do not fit on a line


class Progress:
    """A bar that names what runs; without a terminal one line for each page that is ready."""

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._running: list[str] = []
        self._failures: set[str] = set()
        self._lock = threading.Lock()
        self._total = total
        self._ready = 0
        self._bar = None
        if self._stream.isatty():
            from tqdm import tqdm

            form = "{n_fmt}/{total_fmt} |{bar:20}| {elapsed}{postfix}"
            self._bar = tqdm(
                total=total, file=self._stream, bar_format=form, leave=False, dynamic_ncols=True
            )

    def _show_running(self) -> None:
        if self._bar is not None:
            more = len(self._running) - SHOWN_RUNS
            names = ", ".join(self._running[:SHOWN_RUNS]) + (f" en {more} meer" if more > 0 else "")
            self._bar.set_postfix_str(names)

    def start(self, name: str) -> None:
        """Note that the page ``name`` is being made."""
        with self._lock:
            self._running.append(name)
            self._show_running()

    def end(self, name: str, failure: str | None = None) -> None:
        """Note that the page ``name`` is ready, or why it is not."""
        with self._lock:
            self._ready += 1
            if name in self._running:
                self._running.remove(name)
            said = "om dezelfde reden mislukt" if failure in self._failures else failure or "klaar"
            if failure:
                self._failures.add(failure)
            line = f"{self._ready}/{self._total} {name}: {said}"
            if self._bar is None:
                print(line, file=self._stream, flush=True)
            else:
                if failure:
                    self._bar.write(line, file=self._stream)
                self._bar.update()
                self._show_running()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._bar is not None:
            self._bar.close()
