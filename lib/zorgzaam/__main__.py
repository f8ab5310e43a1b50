"""``python -m zorgzaam``: the command line."""

from zorgzaam.cli import main

# Guarded, as worker processes on Windows import this module again.
if __name__ == "__main__":
    raise SystemExit(main())
