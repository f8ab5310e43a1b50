"""The command line: ``zorgzaam build``, ``check``, ``synthetic``, ``codebook`` and the rest.

Heavy modules are imported inside the command that needs them, so that a command that has nothing
to do answers at once.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from zorgzaam import files
from zorgzaam.errors import MonitorError

FAILED, WRONG_USE, INTERRUPTED = 1, 2, 130


def _build(arguments: argparse.Namespace, root: Path) -> int:
    from zorgzaam import batch

    report = batch.build(
        root,
        areas=arguments.area,
        pages=arguments.page,
        dataset=arguments.dataset,
        wave=arguments.wave,
        workers=arguments.workers,
        scheduler=arguments.scheduler,
        force=arguments.force,
        dry_run=arguments.dry_run,
    )
    print(report.text())
    return report.exit_code


def _check(arguments: argparse.Namespace, root: Path) -> int:
    from zorgzaam import params
    from zorgzaam.intake import check_report, checking
    from zorgzaam.intake.current import Places

    wave = arguments.wave or params.load_build(root).wave
    folder = Places(root, arguments.dataset, wave).raw
    paths = [Path(name) for name in arguments.files] or [folder]
    result = checking.check_files(root, paths, arguments.dataset, wave)
    print(check_report.report_text(result))
    for path in checking.write_workbooks(result, root / checking.CHECK_FOLDER):
        print(f"Gemarkeerd in Excel: {path}")
    return result.exit_code


def _synthetic(arguments: argparse.Namespace, root: Path) -> int:
    from zorgzaam import params
    from zorgzaam.synthetic import wave

    written = wave.write_wave(root, arguments.wave or params.load_build(root).wave)
    print("\n".join(str(path) for path in written))
    print("Alles hierin is verzonnen: niet voor conclusies.")
    return 0


def _codebook(arguments: argparse.Namespace, root: Path) -> int:
    from zorgzaam import params
    from zorgzaam.intake import ddi

    wave = arguments.wave or params.load_build(root).wave
    for path in ddi.export_codebook(root, wave, root / "build" / "codebook"):
        print(path)
    return 0


def _test(arguments: argparse.Namespace, root: Path) -> int:
    """Run every check, also after one has failed, and say which failed."""
    checks = {
        "stijl (ruff check)": ["ruff", "check", "."],
        "opmaak (ruff format)": ["ruff", "format", "--check", "."],
        "typen (mypy)": ["mypy"],
        "tests (pytest)": ["pytest", *arguments.rest],
    }
    failed = []
    for name, command in checks.items():
        print(f"== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", *command], cwd=root, check=False).returncode:
            failed.append(name)
    if failed:
        print(f"Niet in orde: {', '.join(failed)}.", file=sys.stderr)
    return FAILED if failed else 0


def _lock(arguments: argparse.Namespace, root: Path) -> int:
    from zorgzaam import environment

    if not arguments.check:
        environment.lock(root)
        return 0
    drifted = environment.drift(root)
    if drifted:
        print(
            f"Verouderd: {', '.join(drifted)}. Maak ze opnieuw met: python monitor.py lock",
            file=sys.stderr,
        )
    return FAILED if drifted else 0


def _reference(arguments: argparse.Namespace, root: Path) -> int:
    from zorgzaam import pdok

    print(pdok.fetch_boundaries(arguments.year, root, arguments.base_url or pdok.PDOK_URL))
    return 0


def _lab(arguments: argparse.Namespace, root: Path) -> int:
    # Dutch and no news from outside, as a default: what somebody sets by hand stays.
    settings = str(Path(__file__).parent / "jupyter")
    own = os.environ.get("JUPYTER_CONFIG_PATH")
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, [own, settings])),
    }
    command = [sys.executable, "-m", "jupyterlab", str(root / "notebooks")]
    return subprocess.run(command, cwd=root, env=environment, check=False).returncode


# argparse speaks English; these are the words of it that somebody can meet here.
HELP_WORDS = {"usage:": "gebruik:", "positional arguments:": "opdrachten:", "options:": "opties:"}
ERROR_WORDS = (
    (r"argument (\S+): invalid int value: (.+)", r"bij \1 hoort een geheel getal, niet \2"),
    (r"argument (\S+): invalid choice: (\S+) \(choose from (.+)\)", r"\1 kan \3 zijn, niet \2"),
    (r"argument (\S+): expected one argument", r"achter \1 hoort een waarde"),
    (r"the following arguments are required: (.+)", r"er ontbreekt \1"),
    (r"unrecognized arguments: (.+)", r"onbekend is \1"),
)


class _Parser(argparse.ArgumentParser):
    """A parser that says in Dutch where to find what is allowed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, **options)
        self.add_argument("-h", "--help", action="help", help="toon deze uitleg en stop")

    def format_help(self) -> str:
        text = super().format_help()
        for english, dutch in HELP_WORDS.items():
            text = text.replace(english, dutch)
        return text

    def error(self, message: str) -> NoReturn:
        for english, dutch in ERROR_WORDS:
            message = re.sub(english, dutch, message)
        self.exit(
            WRONG_USE,
            f"Deze opdracht is niet begrepen: {message}.\nKijk wat mag met: {self.prog} --help\n",
        )


def _add_wave(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--wave", type=int, metavar="JAAR", help="meetjaar")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="zorgzaam", description="De Monitor Zorgzame Gemeenschappen, opnieuw te maken."
    )
    commands = parser.add_subparsers(required=True, metavar="opdracht")

    build = commands.add_parser("build", help="maak wat verouderd is opnieuw (eerst: alles)")
    build.add_argument("--area", action="append", metavar="GEBIED", help="alleen dit gebied")
    build.add_argument("--page", action="append", metavar="PAGINA", help="alleen deze pagina")
    build.add_argument("--dataset", choices=("synthetic", "real"), help="welke microdata")
    _add_wave(build)
    build.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="aantal pagina's tegelijk (standaard: kernen plus één)",
    )
    build.add_argument("--scheduler", metavar="ADRES", help="dask-scheduler, tcp://...")
    build.add_argument("--force", action="store_true", help="maak alles opnieuw")
    build.add_argument("--dry-run", action="store_true", help="zeg alleen wat er zou gebeuren")
    build.set_defaults(run=_build)

    check = commands.add_parser("check", help="kijk lijsten en enquêtes na voor u ze inlevert")
    check.add_argument(
        "files", nargs="*", metavar="BESTAND", help="bestanden of een map (anders: data/raw/JAAR)"
    )
    check.add_argument(
        "--dataset", choices=("synthetic", "real"), default="real", help="standaard: real"
    )
    _add_wave(check)
    check.set_defaults(run=_check)

    synthetic = commands.add_parser(
        "synthetic", help="schrijf verzonnen lijsten en antwoorden, om mee te oefenen"
    )
    _add_wave(synthetic)
    synthetic.set_defaults(run=_synthetic)

    codebook = commands.add_parser("codebook", help="schrijf het codeboek voor SPSS en als DDI")
    _add_wave(codebook)
    codebook.set_defaults(run=_codebook)

    test = commands.add_parser(
        "test", help="controleer stijl en typen, draai de tests (de rest is voor pytest)"
    )
    test.set_defaults(run=_test)

    lock = commands.add_parser("lock", help="maak de bestanden van de omgeving opnieuw")
    lock.add_argument("--check", action="store_true", help="zeg alleen of ze kloppen")
    lock.set_defaults(run=_lock)

    reference = commands.add_parser("reference", help="haal de grenzen van één jaar bij PDOK")
    reference.add_argument("--year", type=int, required=True, metavar="JAAR")
    reference.add_argument("--base-url", metavar="ADRES", help="een andere dienst dan PDOK")
    reference.set_defaults(run=_reference)

    lab = commands.add_parser("lab", help="open de notebooks in JupyterLab")
    lab.set_defaults(run=_lab)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 well, 1 something failed, 2 wrong use."""
    parser = _parser()
    parsed, rest = parser.parse_known_args(arguments)
    parsed.rest = rest
    if rest and parsed.run is not _test:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        return int(parsed.run(parsed, files.find_root()))
    except MonitorError as error:
        print(error, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("\nGestopt. Wat klaar was, is bewaard.", file=sys.stderr)
        return INTERRUPTED
