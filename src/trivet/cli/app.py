"""All commands together, and the one place where errors become exit codes."""

import os
import sys
from collections.abc import Sequence

import typer

from trivet.base.errors import FaultsError, NotApplicableError, NotFoundError, TrivetError
from trivet.base.languages import LANGUAGES, Language
from trivet.cli import exits
from trivet.cli.commands import brief, check, compare, doctor, explain, new, schema, show
from trivet.cli.output import complain, fault_line, print_line
from trivet.cli.pulse.group import pulse_commands
from trivet.cli.run import lens_commands

HELP = "A workbench for security partnerships: cited cases, published methods, findings with ranges."


def make_app(arguments: Sequence[str]) -> typer.Typer:
    """The application; lenses named in the arguments bring their own options."""
    app = typer.Typer(
        help=HELP,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_version)
    for command in (check, new, schema, show, compare, explain, brief, doctor):
        app.command(command.__name__.rpartition(".")[2])(command.command)
    app.add_typer(lens_commands(arguments), name="run", help="Run a lens on a case.")
    app.add_typer(pulse_commands(), name="pulse", help="Event data, and questions to a series without a case.")
    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        from trivet._version import __version__

        print_line(f"trivet {__version__}")
        raise typer.Exit


def _version(
    version: bool = typer.Option(
        False, "--version", "-V", is_eager=True, callback=_print_version, help="Print the version and stop."
    ),
) -> None:
    """Options of Trivet itself."""


def run_app(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code. Errors of users' making never show a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if list(arguments) in ([], ["run"], ["pulse"]):
        arguments = [*arguments, "--help"]
    try:
        found = make_app(arguments)(list(arguments), standalone_mode=False, prog_name="trivet")
        sys.stdout.flush()
    except typer.Exit as stop:
        return stop.exit_code
    except typer.Abort:
        return exits.INTERRUPTED
    except KeyboardInterrupt:
        complain("Stopped.")
        return exits.INTERRUPTED
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):  # so do the libraries underneath tell of it
            return _reader_left()
        return stop.code if isinstance(stop.code, int) else exits.USAGE
    except BrokenPipeError:
        return _reader_left()
    except OSError as error:
        complain(f"{error.filename or 'A file'} cannot be used: {error.strerror or error}.")
        return exits.CANNOT_WRITE
    except TrivetError as error:
        return _report(error, arguments)
    except typer.TyperException as error:
        complain(f"{error.format_message()} Try trivet --help.")
        return exits.USAGE
    return found if isinstance(found, int) else exits.OK


def _reader_left() -> int:
    """Whoever reads our output has seen enough: the rest goes nowhere, the last flush at exit too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return exits.OK


def _report(error: TrivetError, arguments: Sequence[str]) -> int:
    if isinstance(error, FaultsError):
        language = _language(arguments)
        for fault in error.faults:
            complain(fault_line(fault, language))
        return exits.FAULTS
    complain(str(error))
    if isinstance(error, NotFoundError):
        return exits.USAGE
    return exits.NOT_APPLICABLE if isinstance(error, NotApplicableError) else exits.CANNOT_WRITE


def _language(arguments: Sequence[str]) -> Language:
    """The language to tell faults in: the one asked for, if there is such a one."""
    words = [part for word in arguments for part in (word.split("=", 1) if word.startswith("--lang=") else [word])]
    asked = words[words.index("--lang") + 1 :][:1] if "--lang" in words else [os.environ.get("TRIVET_LANG")]
    return next((language for language in LANGUAGES if language in asked), "en")
