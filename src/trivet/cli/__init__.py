"""The command line."""

import sys


def main() -> None:
    """Run the command line; ``--version`` answers before anything heavy is imported."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from trivet._version import __version__

        print(f"trivet {__version__}")
        return
    from trivet.cli.app import run_app

    raise SystemExit(run_app(sys.argv[1:]))
