"""The formats that papers and threads can be had in; `makers` has a maker for each."""

from collections.abc import Mapping

TEMPLATE = 1  # raised when the same version would look or read differently

TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "docx-lines": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "md": "text/markdown",
    "html": "text/html",
    "json": "application/json",
}
ENDINGS: Mapping[str, str] = {name: name.partition("-")[0] for name in TYPES}
# In the order in which pages offer them.
FORMATS = ("pdf", "docx", "docx-lines", "odt", "md", "html")  # of a paper
THREAD_FORMATS = ("pdf", "md", "json")
