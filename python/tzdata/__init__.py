"""The IANA time zones for `zoneinfo`, as PyPI's package tzdata has them, copied out of our library at the first use."""

from pathlib import Path
from pkgutil import get_data

# Python imports from a zip, but not from one inside of another.
_archive = Path("/lib/tzdata.zip")
_archive.write_bytes(get_data(__name__, "zoneinfo.zip") or b"")
__path__.append(f"{_archive}/tzdata")  # noqa: F821  Every package has it.
