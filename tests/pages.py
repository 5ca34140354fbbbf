"""What a person sees of a page: the sentence beside a field, and what stands in it."""

from bs4 import BeautifulSoup
from werkzeug.test import TestResponse


def read(answer: TestResponse) -> BeautifulSoup:
    """Parse a page."""
    return BeautifulSoup(answer.text, "lxml")


def beside(answer: TestResponse, field: str) -> str:
    """Read the sentence that says what is wrong with a field; "" when nothing is."""
    sentence = read(answer).find(id=f"{field}-wrong")
    return sentence.get_text(" ", strip=True) if sentence else ""


def typed(answer: TestResponse, field: str) -> str:
    """Read what stands in a field."""
    [found] = read(answer).select(f"main form [name={field}]:not([type=radio])")
    if found.name == "select":
        [chosen] = found.select("option[selected]")
        return str(chosen["value"])
    if found.name == "textarea":
        return found.get_text().removeprefix("\n")
    return str(found.get("value", ""))
