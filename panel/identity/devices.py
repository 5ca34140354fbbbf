"""Which browser somebody uses, as coarsely as people speak of it: its name, and the system."""

from dataclasses import dataclass

# What tells them in a User-Agent, in the order in which it has to be asked: most claim to be
# several at once. What stands here is what is stored and shown; names need no translation.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Arrival:
    """From where somebody signs in; `device` is the digest of the browser's long-lived cookie."""

    browser: str = ""
    system: str = ""
    device: str = ""


def told(user_agent: str) -> tuple[str, str]:
    """Name the browser and the system of a User-Agent; "" for what is not known."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return browser, system
