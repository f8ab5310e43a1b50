"""Kernels that start in a moment: forked from a process that has imported the libraries.

A notebook kernel spends most of its life importing. Where the platform can, kernels are therefore
forked by the standard ``multiprocessing`` forkserver, which imports :mod:`zorgzaam.preload` once.
The workers of a build come from the same server (see :mod:`zorgzaam.executors`), so one build pays
once, however many cores there are. CPython means a child of a forkserver to use the server it came
from, and gives it the address, but up to 3.13 ``ensure_running`` looks for a process id that only
the parent has and starts a second server; :func:`_reuse_server` restores the intention. Without it
everything works as well, with one import per worker.

Plain kernels run on Windows, where a process may not have children (dask's daemonic workers), and
where the folder for temporary files has too long a name for the server's socket.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
import threading
from multiprocessing import resource_tracker
from multiprocessing.util import get_temp_dir
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import zmq
from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import DottedObjectName, Type

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext
    from multiprocessing.process import BaseProcess

PRELOAD = "zorgzaam.preload"
PROVISIONER = "zorgzaam-forked"  # the entry point in pyproject.toml
LAUNCHER = "ipykernel_launcher"
CONNECTION_FILE = "kernel.json"
KERNEL_SOCKET = "kernel-ipc-1"  # the first of the five that jupyter_client puts beside that file
SERVER_SOCKET = "listener-12345678"  # how multiprocessing names the socket of its forkserver
STRAY_MESSAGE_WAIT_S = 0.01


def transport(folder: Path) -> str:
    """Return how to reach a kernel: over local sockets in ``folder``, where that can be.

    Those cannot clash with another kernel's, and nobody else can reach them.
    """
    return "ipc" if _can_be_socket(folder / KERNEL_SOCKET) else "tcp"


def _can_be_socket(path: Path) -> bool:
    """Whether there can be a local socket at ``path``: systems limit the length of that."""
    return sys.platform != "win32" and len(os.fsencode(path)) <= zmq.IPC_PATH_MAX_LEN


def can_fork() -> bool:
    """Whether this process can have kernels forked for it."""
    has_server = "forkserver" in multiprocessing.get_all_start_methods()
    if not has_server or multiprocessing.current_process().daemon:
        return False
    # The same folder in a process and in its children, wherever those have their own files.
    return _can_be_socket(Path(get_temp_dir(), SERVER_SOCKET))


def fork_context() -> ForkServerContext:
    """Return the multiprocessing context whose server has imported the libraries."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([PRELOAD])
    _reuse_server()
    return context


def _reuse_server() -> None:
    """In a child of a forkserver: let new processes come from that server, not from a second."""
    from multiprocessing import forkserver

    server: Any = forkserver._forkserver
    if server._forkserver_pid is None and server._forkserver_alive_fd is not None:
        server.ensure_running = resource_tracker.ensure_running


def _end_with_parent() -> None:
    """End this process the moment its parent is gone, whatever the notebook is doing."""
    parent = multiprocessing.parent_process()
    assert parent is not None, "a forked kernel has a parent"
    parent.join()
    os._exit(1)


def _run_kernel(arguments: list[str], folder: str, environment: dict[str, str]) -> None:
    """Be a kernel: the body of the forked process."""
    import numpy
    from ipykernel.kernelapp import IPKernelApp

    # The server passes over a module it cannot import; here the reason comes out.
    __import__(PRELOAD)
    os.setsid()  # Ctrl-C in the terminal is for the build, which ends its kernels itself
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    # A fork inherits the state of the generators: without this all kernels draw the same numbers.
    random.seed()
    numpy.random.seed()
    sys.argv = [LAUNCHER, *arguments]
    # A build that is stopped throws the folder of the sockets away, also that of a kernel that is
    # still starting: nobody waits for it any more.
    connection = Path(arguments[arguments.index("-f") + 1])
    if not connection.is_file():
        return
    try:
        IPKernelApp.launch_instance(argv=arguments)
    except (OSError, zmq.ZMQError):
        if connection.is_file():
            raise


class _ForkedProcess:
    """A multiprocessing process in the shape of ``subprocess.Popen``."""

    stdin = stdout = stderr = None

    def __init__(self, process: BaseProcess) -> None:
        self._process = process
        process.start()

    @property
    def pid(self) -> int | None:
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, signum: int) -> None:
        if self.poll() is None and self.pid is not None:
            os.kill(self.pid, signum)

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()


class ForkedKernelProvisioner(LocalProvisioner):
    """Starts an IPython kernel by forking; all else is as for a local kernel."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel that ``cmd`` would start, in the same folder and environment."""
        if not can_fork():
            return await super().launch_kernel(cmd, **kwargs)
        arguments = cmd[cmd.index(LAUNCHER) + 1 :]
        folder = str(kwargs.get("cwd") or Path.cwd())
        process = fork_context().Process(
            target=_run_kernel, args=(arguments, folder, dict(kwargs["env"])), daemon=True
        )
        forked = _ForkedProcess(process)
        self.process = cast(Any, forked)  # all that the base asks of a Popen
        self.pid = forked.pid
        self.cwd = folder
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and wait for its end, instead of asking every tenth of a second."""
        await super().kill(restart)
        if isinstance(self.process, _ForkedProcess):
            self.process.wait()


class PromptChannel(AsyncZMQSocketChannel):
    """The kernel's outgoing channel, on which a client does not wait for nothing.

    A client that has found its kernel waits 0.2 seconds for stray messages, to throw them away.
    nbclient passes over them anyhow, and a build would do that for each page.
    """

    async def get_msg(  # type: ignore[override]  # the base class is asynchronous too
        self, timeout: float | None = None
    ) -> dict[str, Any]:
        """Return the next message, or raise ``queue.Empty`` if there is none in time."""
        if timeout is not None:
            timeout = min(timeout, STRAY_MESSAGE_WAIT_S)
        message: dict[str, Any] = await super().get_msg(timeout)
        return message


class PromptClient(AsyncKernelClient):
    """A client of a kernel with a :class:`PromptChannel`."""

    iopub_channel_class = Type(PromptChannel)


class MonitorKernelManager(AsyncKernelManager):
    """Manages a kernel of the running interpreter; needs no kernelspec on the machine."""

    client_class = DottedObjectName("zorgzaam.kernels.PromptClient")
    client_factory = Type(PromptClient)

    @property
    def kernel_spec(self) -> KernelSpec:
        """The interpreter that runs this, forked where that can be."""
        spec = KernelSpec(**get_kernel_dict())
        spec.env = {"PYTHONUTF8": "1"}
        spec.metadata = {**spec.metadata, "kernel_provisioner": {"provisioner_name": PROVISIONER}}
        return spec
