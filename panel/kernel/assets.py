"""What the front-end build made, as templates name it: `asset('main.js')` and `icon('pencil')`."""

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from flask import Flask
from markupsafe import Markup

_ICON = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>'
T = TypeVar("T")


class AssetError(LookupError):
    """A template asks for what the build has not made; it says what to do about it."""


class Assets:
    """The files of static/dist, under the plain names that they had before the build."""

    def __init__(self, folder: Path, url: str = "/static") -> None:
        """Take the build in `folder`, which the server gives out below `url`.

        Both lists are read when first needed and kept: a new build needs a new start.
        """
        self._folder, self._url = folder, url

    def asset(self, name: str) -> str:
        """Give the address of a file, whose name changes with its content."""
        return f"{self._url}/{_find(self._files, name, 'no build step makes it')}"

    def icon(self, name: str) -> Markup:
        """Draw an icon; the words beside it say what it means, so readers aloud pass it over."""
        return _find(self._icons, name, "static/icons.txt does not list it")

    @cached_property
    def _files(self) -> Mapping[str, str]:
        return self._read("manifest.json")

    @cached_property
    def _icons(self) -> Mapping[str, Markup]:
        return {
            name: Markup(_ICON.format(drawing))  # noqa: S704  # a package of known digest drew it
            for name, drawing in self._read("icons.json").items()
        }

    def _read(self, name: str) -> dict[str, str]:
        path = self._folder / name
        try:
            return dict(json.loads(path.read_text()))
        except FileNotFoundError:
            raise AssetError(f"There is no {path}: run `make front`") from None


def install_assets(app: Flask, folder: Path) -> None:
    """Let the templates of this application say `asset` and `icon`."""
    assets = Assets(folder)
    app.jinja_env.globals.update(asset=assets.asset, icon=assets.icon)


def _find(made: Mapping[str, T], name: str, why: str) -> T:
    try:
        return made[name]
    except KeyError:
        raise AssetError(f"{name!r} is not in the build ({why}); then run `make front`") from None
