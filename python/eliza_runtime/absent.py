"""Says of the modules that this Python lacks what a script can use instead. For the message of ModuleNotFoundError."""

import sys

_NO_WINDOWS = "There are no windows here. display() shows values, and matplotlib draws figures in the output."
_NO_TERMINAL = "There is no terminal here. print() and display() show values, input() asks."
_NO_PROCESSES = "Python has no other processes here. asyncio.gather() waits for many tools at the same time."
_ONE_INTERPRETER = "There is one interpreter. asyncio.gather() waits for many tools at the same time."
_NO_ENVIRONMENTS = "Name packages at the top of the script: # requirements: name"
_NO_DATABASE = "Keep values with sqlite3, json or pickle instead."
_OTHER_SYSTEM = "It belongs to another operating system. sys.platform is 'emscripten' here."
_NO_USERS = "There are no users or groups of an operating system here."

_INSTEAD = {
    _NO_WINDOWS: "tkinter _tkinter turtle turtledemo idlelib",
    _NO_TERMINAL: "curses _curses _curses_panel readline",
    _NO_PROCESSES: "_multiprocessing _posixshmem",
    _ONE_INTERPRETER: "_interpreters _interpchannels _interpqueues",
    _NO_ENVIRONMENTS: "venv ensurepip distutils",
    _NO_DATABASE: "dbm _dbm _gdbm",
    _NO_USERS: "grp pwd spwd",
    _OTHER_SYSTEM: "msvcrt nt winreg winsound _winapi _wmi _overlapped _scproxy "
    "_aix_support _android_support _apple_support _ios_support _osx_support",
    "Use hashlib and hmac.": "_hashlib",
    "Use decimal.": "_pydecimal",
    "Use uuid.": "_uuid",
    "Use logging or print().": "syslog",
    "The limits of a run are in the settings.": "resource",
    "Use unittest, or name pytest at the top of the script: # requirements: pytest": "test",
    "docs.python.org has the same text.": "pydoc_data",
    # Removed from Python since 3.12, each with its replacement in Python's own notes.
    "Use importlib.": "imp",
    "Use asyncio.": "asyncore asynchat",
    "Use urllib.parse and email.": "cgi",
    "Use traceback.": "cgitb",
    "Use hashlib.": "crypt",
    "Use filetype: # requirements: filetype": "imghdr sndhdr",
    "Use struct or wave.": "aifc audioop chunk sunau",
    "Use subprocess elsewhere; there are no processes here.": "pipes",
    "Use base64.": "uu",
    "Use struct.": "xdrlib",
    "Use mimetypes.": "mailcap",
}
#: A script that imports them gets them from a package, in the browser.
PACKAGED = {"pydoc_data"}
_INSTEAD_OF = {name: sentence for sentence, names in _INSTEAD.items() for name in names.split()}


def explain(module: str) -> str | None:
    """Returns why there is no such top-level module, and what to use instead. None if it is not Python's own."""
    instead = _INSTEAD_OF.get(module)
    if instead is None:
        return None
    kind = "standard library" if module in sys.stdlib_module_names else "standard library of older versions"
    return f"Python here does not have the module {module} of the {kind}. {instead}"
