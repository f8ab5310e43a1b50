"""What every kernel needs, imported once in the process that the kernels are forked from.

Importing this is most of the cost of starting a kernel, which is why it happens once in a build
(see :mod:`zorgzaam.kernels`). It must be safe to fork afterwards: nothing here may start a thread,
open a socket or make a zmq context.
"""

from __future__ import annotations

import os

# What ipykernel sets when it starts by itself; matplotlib reads it while it is imported.
os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")

import ipykernel.ipkernel  # noqa: E402, F401
import ipykernel.kernelapp  # noqa: E402, F401
import matplotlib.pyplot  # noqa: E402, F401
import nbconvert  # noqa: E402, F401
import papermill  # noqa: E402, F401

from zorgzaam import page, provenance, publish  # noqa: E402, F401

# The process in which the imports ran: a forked kernel can tell that it did not pay for them.
LOADED_IN_PID = os.getpid()
# The digest of the code as it was when it was loaded, which is what these processes run.
provenance.package_digest()
