"""What all tests share: the project folder, a copy of it to build in, and a whole built site."""

import contextlib
import json
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

PARTS = ("params", "data", "notebooks", "requirements.txt")
# What is not in git is made again by the build, or is somebody's own.
NOT_IN_GIT = ("raw", "processed", "private", "review", "release")


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).parents[1]


def _not_in_git(folder: str, names: list[str]) -> set[str]:
    return set(names) & set(NOT_IN_GIT) if Path(folder).name == "data" else set()


@pytest.fixture(scope="session")
def copy_project(root):
    """Return a function that copies what a build reads to a new folder."""

    def copy(target: Path) -> Path:
        target.mkdir(parents=True)
        for part in PARTS:
            source = root / part
            if source.is_dir():
                shutil.copytree(source, target / part, ignore=_not_in_git)
            else:
                shutil.copy(source, target / part)
        return target

    return copy


@pytest.fixture(scope="session")
def built(copy_project, tmp_path_factory) -> Path:
    """A copy of the project in which every page of every area was built."""
    from zorgzaam import batch

    project = copy_project(tmp_path_factory.mktemp("built") / "project")
    assert batch.build(project).exit_code == 0
    return project


@pytest.fixture(scope="session")
def html_folder(built) -> Path:
    return built / "build" / "synthetic" / "2020" / "html"


@pytest.fixture(scope="session")
def pages(html_folder) -> list[Path]:
    every = sorted(html_folder.rglob("*.html"))
    found = [path for path in every if not path.stem.endswith("initiatievenkaart")]
    assert len(every) == len(found) + 1
    assert len(found) == 54
    return found


class Pdok(ThreadingHTTPServer):
    """A server that answers as PDOK does, with ``collections``; keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.collections: dict[str, list[dict]] = {}
        self.page_size = 10
        self.asked: list[dict[str, list[str]]] = []
        self.cut_after_bytes: int | None = None
        self.ignores_year = False

    @staticmethod
    def feature(code: str, name: str, shape: Any, year: int) -> dict:
        """Return an area with the properties that PDOK gives; ``shape`` is in EPSG:28992."""
        return {
            "type": "Feature",
            "id": code,
            "properties": {
                "statcode": code, "statnaam": name, "jaarcode": year, "rubriek": "gebied",
            },
            "geometry": shape.__geo_interface__,
        }  # fmt: skip

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/cbs/gebiedsindelingen/ogc/v1"


class Handler(BaseHTTPRequestHandler):
    server: Pdok

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        *_, folder, collection, items = address.path.split("/")
        query = parse_qs(address.query)
        self.server.asked.append(query)
        if (folder, items) != ("collections", "items") or collection not in self.server.collections:
            self.answer(404, {"title": "Not Found", "status": 404, "detail": "no such collection"})
            return
        matching = [
            feature
            for feature in self.server.collections[collection]
            if self.server.ignores_year
            or str(feature["properties"]["jaarcode"]) == query["jaarcode"][0]
        ]
        start = int(query.get("cursor", ["0"])[0])
        stop = start + min(int(query["limit"][0]), self.server.page_size)
        base = f"{self.server.url}/collections/{collection}/items?"
        flat = {key: values[0] for key, values in query.items()}
        links = [{"rel": "self", "type": "application/geo+json", "href": base + urlencode(flat)}]
        if stop < len(matching):
            following = base + urlencode({**flat, "cursor": stop})
            links.append({"rel": "next", "title": "Next page", "href": following})
        page = {
            "type": "FeatureCollection",
            "timeStamp": "2000-01-01T00:00:00Z",
            "links": links,
            "features": matching[start:stop],
            "numberReturned": len(matching[start:stop]),
        }
        self.answer(200, page)

    def answer(self, status: int, content: dict) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/geo+json")
        self.send_header("Content-Crs", "<http://www.opengis.net/def/crs/EPSG/0/28992>")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: self.server.cut_after_bytes])

    def log_message(self, *_: object) -> None:
        """Keep the test's output quiet."""


@contextlib.contextmanager
def running_pdok() -> Iterator[Pdok]:
    """Run the stand-in for as long as the context lasts."""
    with pytest.MonkeyPatch.context() as patch, Pdok() as running:
        patch.setenv("no_proxy", "127.0.0.1")
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def pdok_server() -> Iterator[Pdok]:
    with running_pdok() as running:
        yield running


@pytest.fixture(scope="module")
def pdok_server_of_module() -> Iterator[Pdok]:
    with running_pdok() as running:
        yield running
