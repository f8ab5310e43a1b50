"""What a run needs, imported once in the process that workers and kernels are forked from.

Importing is most of the cost of a short notebook, so a build does it once: see
:mod:`zorgzaam.kernels`. It must be safe to fork afterwards: nothing imported here may start a
thread or open a socket.
"""

from __future__ import annotations

import gc
import importlib
import io
import os
import pkgutil
import signal
import sys

import zorgzaam

# What ipykernel sets when it starts by itself; matplotlib reads it while it is imported.
os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
# ipykernel always loads a debugger, which warns that it may miss breakpoints. Nobody sets any.
os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")

LIBRARIES = (
    "matplotlib.pyplot",
    "nbconvert",
    "papermill",
    # What a kernel imports while it starts.
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
)

if "multiprocessing.forkserver" in " ".join(sys.orig_argv):
    # Ctrl-C while this imports ends the server at once, without a traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

for _name in LIBRARIES:
    importlib.import_module(_name)
# All of the package, with the libraries that it uses: notebooks may use any of it.
for _module in pkgutil.walk_packages(zorgzaam.__path__, "zorgzaam."):
    if not _module.name.endswith("__main__"):
        importlib.import_module(_module.name)


def _rehearse() -> None:
    """Draw, save and check something small: much is imported only when it is first used."""
    import pandas as pd
    import pandera.pandas as pa
    from matplotlib.figure import Figure

    data = pd.DataFrame({"year": [2019, 2020], "share_pct": [1.5, 2.5]})
    pa.DataFrameSchema({"year": pa.Column(int, pa.Check.gt(0))}).validate(data)
    data.to_csv(io.StringIO(), sep=";", decimal=",")
    figure = Figure()
    axes = figure.add_subplot(title="Aandeel", xlabel="jaar")
    axes.plot(data["year"], data["share_pct"], label="a")
    axes.legend()
    for image_format in ("svg", "png"):
        figure.savefig(io.BytesIO(), format=image_format)


_rehearse()
# What was made until here lives as long as the process: without this every collection of garbage
# in every kernel goes through it again, and copies the memory that it shares.
gc.collect()
gc.freeze()

# A forked process has this from its parent, and so can tell that it did not import by itself.
LOADED_IN_PID = os.getpid()
# The code as it was when it was loaded is what these processes run.
importlib.import_module("zorgzaam.provenance").package_digest()
