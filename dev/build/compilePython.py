"""Runs inside Pyodide at build time: packs Python files into a zip of .pyc, so that no browser has to compile them."""

import importlib._bootstrap_external as bootstrap
import importlib.util
import io
import zipfile

# One fixed time, so that equal sources make equal bytes.
FIXED_TIME = (2020, 1, 1, 0, 0, 0)


def compile_files(files: list[tuple[str, bytes]], mount_path: str) -> bytes:
    """A zip that Python can import from at mount_path. Modules keep names and lines of their sources in tracebacks."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(files):
            if name.endswith(".py"):
                code = compile(content, f"{mount_path}/{name}", "exec", dont_inherit=True, optimize=0)
                # Hash-based and unchecked: the source is not there to compare with.
                content = bytes(
                    bootstrap._code_to_hash_pyc(code, importlib.util.source_hash(content), checked=False)
                )
                name += "c"
            archive.writestr(zipfile.ZipInfo(name, FIXED_TIME), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def compile_zip(source: bytes, mount_path: str) -> bytes:
    """The same for the files of a zip."""
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        files = [(entry.filename, archive.read(entry)) for entry in archive.infolist() if not entry.is_dir()]
    return compile_files(files, mount_path)
