"""Size of the map of initiatives, and how soon it can be used, for more and more initiatives.

Run: python benchmarks/initiative_map.py. The inventory of the synthetic wave is repeated; times are
of headless Chromium on this machine, as a ratio to an empty page.
"""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
import time
from pathlib import Path

import pandas as pd
from playwright.sync_api import Page, sync_playwright

from zorgzaam import initiative_map, listed, prepare
from zorgzaam.files import find_root

SIZES = (1_471, 5_000, 20_000)
WAVE = 2020


def ready(tab: Page, path: Path) -> float:
    """Return the seconds until a page can be used."""
    start = time.perf_counter()
    tab.goto(path.as_uri())
    tab.wait_for_selector("main[data-klaar=ja]")
    return time.perf_counter() - start


def searched(tab: Page) -> float:
    """Return the seconds until a search has drawn its result."""
    start = time.perf_counter()
    tab.fill("#zoek", "fabelhoof")
    while "zoek" not in tab.evaluate("location.hash"):
        tab.wait_for_timeout(10)
    return time.perf_counter() - start


def main() -> None:
    """Print a line a size."""
    root = find_root()
    prepare.ensure(root, "synthetic", WAVE)
    lists = listed.load(root, "synthetic", WAVE)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        empty = Path(folder, "leeg.html")
        empty.write_text("<main data-klaar=ja>.</main>", encoding="utf-8")
        base = min(ready(browser.new_page(), empty) for _ in range(3))
        for size in SIZES:
            times = -(-size // len(lists.initiatives))
            table = pd.concat([lists.initiatives] * times, ignore_index=True).head(size)
            own = dataclasses.replace(lists, initiatives=table)
            content, _ = initiative_map.make_map(root, own, "synthetic", WAVE)
            path = Path(folder, f"{size}.html")
            path.write_text(content, encoding="utf-8")
            tab = browser.new_page()
            seconds, search = ready(tab, path), searched(tab)
            print(
                f"{size:6} initiatives: {path.stat().st_size / 1024:6.0f} KB, ready in "
                f"{seconds:.2f} s ({seconds / base:.0f} empty pages), a search {search:.2f} s"
            )


if __name__ == "__main__":
    main()
