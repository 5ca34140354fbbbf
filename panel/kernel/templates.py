"""Compiled templates are kept beside them, as Python keeps its modules: each start is quicker."""

from contextlib import suppress

from flask import Flask
from jinja2 import FileSystemBytecodeCache, StrictUndefined
from jinja2.bccache import Bucket

from panel.kernel.settings import ROOT

FOLDER = ROOT / "templates"


class _Kept(FileSystemBytecodeCache):
    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # nowhere to keep it: the next start compiles it again
            super().dump_bytecode(bucket)


def install_templates(app: Flask) -> None:
    """Be strict about names, and compile each template once for all processes."""
    kept = FOLDER / "__pycache__"
    with suppress(OSError):  # the installation may be read only
        kept.mkdir(exist_ok=True)
    app.jinja_env.bytecode_cache = _Kept(str(kept))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
