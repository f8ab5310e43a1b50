"""The synthetic wave, made once for all tests of it."""

import pandas as pd
import pytest

from zorgzaam.files import find_root
from zorgzaam.synthetic.wave import write_wave


@pytest.fixture(scope="session")
def wave_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("synthetic")
    write_wave(find_root(), 2020, folder)
    return folder


@pytest.fixture(scope="session")
def truth(wave_folder):
    """Return a function that reads a file of the truth, all as text."""

    def read(name="waarheid"):
        path = wave_folder / "waarheid" / f"{name}_synthetisch_2020.csv"
        return pd.read_csv(path, dtype=str, keep_default_na=False)

    return read
