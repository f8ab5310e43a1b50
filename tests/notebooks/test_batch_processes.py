"""What a build does when processes die or are told to stop, and on machines elsewhere."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from zorgzaam.errors import MonitorError

from .conftest import wait_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and /proc")

ONCE = """# sterf een keer in drenthe
import multiprocessing, signal
marker = Path({marker!r})
if area == "drenthe" and not marker.exists():
    marker.touch()
    os.kill({victim}, signal.SIGKILL)
    time.sleep(30)"""


def test_a_killed_kernel_is_tried_once_more(toy, tmp_path):
    toy.notebook(ONCE.format(marker=str(tmp_path / "marker"), victim="os.getpid()"))
    assert toy.build().exit_code == 0
    assert (tmp_path / "marker").exists()


def test_a_kernel_that_always_dies_is_a_failure_of_its_page(toy):
    toy.notebook("if area == 'drenthe': os.kill(os.getpid(), 9)")
    report = toy.build()
    assert list(report.failed) == ["10-toy/drenthe"]
    assert "rekenkern" in report.failed["10-toy/drenthe"]
    assert toy.page("zeeland").is_file()


def test_a_killed_worker_loses_nothing(toy, tmp_path):
    victim = "multiprocessing.parent_process().pid"
    toy.notebook(ONCE.format(marker=str(tmp_path / "marker"), victim=victim))
    report = toy.build()
    assert (tmp_path / "marker").exists()
    assert report.exit_code == 0
    assert all(toy.page(area).is_file() for area in ("nederland", "drenthe", "zeeland"))


@pytest.mark.parametrize("how", ["interrupt", "interrupt group", "kill"])
def test_a_stopped_build_leaves_no_process_and_no_half_file(toy, tmp_path, how):
    marker = tmp_path / "marker"
    toy.notebook(f"Path({str(marker)!r}).touch()\ntime.sleep(60)")
    build = toy.start()
    assert wait_until(marker.exists), build.stdout.read()
    assert len(toy.processes()) >= 3  # the build, a worker, a kernel
    match how:
        case "interrupt":
            build.send_signal(signal.SIGINT)
        case "interrupt group":
            os.killpg(build.pid, signal.SIGINT)
        case "kill":
            build.kill()
    said, _ = build.communicate(timeout=20)
    assert build.returncode == (-signal.SIGKILL if how == "kill" else 130)
    assert "Traceback" not in said
    assert wait_until(lambda: not toy.processes(), 5), toy.processes()
    assert not toy.unfinished()


LATE = """
from zorgzaam import kernels
if __name__ == "__main__":
    arguments = ["-f", {file!r}, "--transport=ipc", "--ip=" + {sockets!r}]
    process = kernels.fork_context().Process(
        target=kernels._run_kernel, args=(arguments, {folder!r}, {{}}), daemon=True
    )
    process.start()
    process.join(20)
    print("ended", process.exitcode is not None)
"""


def test_a_kernel_that_starts_when_its_build_is_gone_says_nothing(tmp_path):
    gone = tmp_path / "gone" / "kernel"
    script = tmp_path / "late.py"
    settings = {"file": f"{gone}.json", "sockets": str(gone), "folder": str(tmp_path)}
    script.write_text(LATE.format(**settings), encoding="utf-8")
    ran = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60)
    assert "ended True" in ran.stdout
    assert "Traceback" not in ran.stderr
    assert not gone.parent.exists()


@pytest.mark.parametrize("characters", [70, 130])
def test_a_long_folder_for_temporary_files_is_no_problem(toy, characters):
    """At 70 characters the sockets of kernels do not fit, at 130 that of their server neither."""
    with tempfile.TemporaryDirectory() as short:
        temporary = Path(short, "l" * (characters - len(short) - 1))
        temporary.mkdir()
        build = toy.start(TMPDIR=str(temporary))
        said, _ = build.communicate(timeout=60)
        assert build.returncode == 0, said
        assert not list(temporary.iterdir())


def test_an_interrupted_build_goes_on_where_it_was(toy, tmp_path):
    marker = tmp_path / "marker"
    toy.notebook(
        f"if area == 'zeeland' and not Path({str(marker)!r}).exists():\n"
        f"    Path({str(marker)!r}).touch()\n"
        "    time.sleep(60)"
    )
    build = toy.start()
    others = [toy.page("nederland"), toy.page("drenthe")]
    assert wait_until(lambda: marker.exists() and all(page.is_file() for page in others))
    time.sleep(0.2)  # between the writing of a page and remembering it
    build.send_signal(signal.SIGINT)
    build.communicate(timeout=20)
    assert list(toy.build().stale) == ["10-toy/zeeland"]


@pytest.fixture
def dask(tmp_path):
    """Return a function that starts a scheduler with workers in other folders."""
    started = []

    def start(*arguments, folder):
        folder.mkdir()
        command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]]
        started.append(
            subprocess.Popen(
                command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        )

    file = tmp_path / "scheduler.json"

    def cluster(*workers):
        start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
            "--scheduler-file", str(file), folder=tmp_path / "scheduler",
        )  # fmt: skip
        assert wait_until(file.is_file)
        address = json.loads(file.read_text())["address"]
        for number, options in enumerate(workers):
            start(
                "worker", address, "--nthreads", "1", "--no-dashboard", *options,
                folder=tmp_path / f"werker-{number}",
            )  # fmt: skip
        return address

    yield cluster
    # workers before the scheduler: a worker without one goes on looking for it
    for process in reversed(started):
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def test_dask_workers_in_other_folders_make_the_same_pages(toy, toy_at, dask, tmp_path):
    from distributed import Client

    address = dask(["--no-nanny", "--nthreads", "2"], [])
    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    toy.notebook("if area == 'drenthe': raise ValueError('alleen hier')")
    report = toy.build(scheduler=address)
    assert report.failed == {
        "10-toy/drenthe": "de cel 'if area == 'drenthe': raise ValueError('alleen hier')' "
        "gaf ValueError: alleen hier"
    }
    here = toy_at(tmp_path / "hier")
    here.notebook("if area == 'drenthe': raise ValueError('alleen hier')")
    here.build()
    for area in ("nederland", "zeeland"):
        assert toy.page(area).read_bytes() == here.page(area).read_bytes()


def test_a_scheduler_that_is_not_there_is_one_message(toy):
    with pytest.raises(MonitorError, match="niet te bereiken"):
        toy.build(scheduler="tcp://127.0.0.1:1")
