"""``trivet doctor``: is this machine ready, and if not, what is missing."""

from trivet.cli import exits
from trivet.cli.options import JsonOption
from trivet.cli.output import print_json, print_line


def command(json: JsonOption = False) -> int:
    """Check the installation: versions, libraries, fonts, cache, shipped cases, lenses."""
    from trivet.cli.doctor import examine

    checks = examine()
    if json:
        print_json([check.as_data() for check in checks])
    else:
        for check in checks:
            print_line(f"{'ok  ' if check.ok else 'look' if check.optional else 'BAD '} {check.name}: {check.detail}")
    return exits.OK if all(check.ok or check.optional for check in checks) else exits.FAULTS
