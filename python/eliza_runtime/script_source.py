"""Reads a script's text: drops a byte order mark, removes a common indentation, and compiles."""

import ast
import io
import re
from types import CodeType

_BYTE_ORDER_MARK = "\ufeff"
_CODE_LINE = re.compile(r"^([ \t]*)[^\s#]", re.MULTILINE)


def normalise(source: str) -> str:
    """Returns the text without a byte order mark, and dedented like a cell of IPython.

    If the first line of code is indented, its indentation is removed from every line that begins with it.
    Python would refuse such a script. Lines keep their numbers.
    """
    source = source.removeprefix(_BYTE_ORDER_MARK)
    first = _CODE_LINE.search(source)
    if first is None or first[1] == "":
        return source
    return "".join(line.removeprefix(first[1]) for line in io.StringIO(source, newline=""))


def lines_of(source: str) -> list[str]:
    """Returns the lines as Python counts them, each with its end. str.splitlines() also splits at form feeds."""
    return io.StringIO(source if source.endswith("\n") else f"{source}\n", newline=None).readlines()


def compile_script(source: str, script: str) -> tuple[CodeType, CodeType | None]:
    """Compiles the statements, and separately a last expression: its value is the result."""
    # Not ast.parse(): its frame would appear in the traceback of a syntax error.
    tree = compile(source, script, "exec", flags=ast.PyCF_ONLY_AST, dont_inherit=True)
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr) and not _is_silenced(source, last):
        del tree.body[-1]
        return _to_code(tree, script), _to_code(ast.Expression(last.value), script)
    return _to_code(tree, script), None


def _to_code(tree: ast.Module | ast.Expression, script: str) -> CodeType:
    mode = "exec" if isinstance(tree, ast.Module) else "eval"
    return compile(tree, script, mode, flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)


def _is_silenced(source: str, last: ast.Expr) -> bool:
    """Tells whether a semicolon follows the last statement, which suppresses its value as in notebooks."""
    if ";" not in source or last.end_lineno is None:
        return False
    # Columns count bytes. A backslash continues the statement in the next line.
    lines = source.encode(errors="surrogatepass").splitlines()[last.end_lineno - 1 :]
    return b"\n".join(lines)[last.end_col_offset :].lstrip(b" \t\f\\\n").startswith(b";")
