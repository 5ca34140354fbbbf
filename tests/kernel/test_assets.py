import json
from pathlib import Path

import pytest
from flask import Flask, render_template_string

from panel.kernel.assets import AssetError, Assets, install_assets


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    (tmp_path / "manifest.json").write_text(json.dumps({"main.js": "main-ABCD2345.js"}))
    (tmp_path / "icons.json").write_text(json.dumps({"pencil": '<path d="m15 5 4 4" />'}))
    return tmp_path


def test_a_page_names_files_and_icons_plainly(dist: Path) -> None:
    app = Flask(__name__)
    install_assets(app, dist)

    with app.app_context():
        page = render_template_string("{{ asset('main.js') }} {{ icon('pencil') }}")

    assert page == (
        "/static/main-ABCD2345.js "
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="m15 5 4 4" /></svg>'
    )


def test_what_the_build_has_not_made_is_told_by_name(dist: Path) -> None:
    assets = Assets(dist)
    assert assets.icon("pencil")

    with pytest.raises(AssetError, match=r"'unicorn'.*static/icons\.txt"):
        assets.icon("unicorn")
    with pytest.raises(AssetError, match=r"'other\.js'"):
        assets.asset("other.js")


def test_without_a_build_one_learns_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="make front"):
        Assets(tmp_path).asset("main.js")


def test_the_build_is_read_once(dist: Path) -> None:
    assets = Assets(dist)
    first = assets.asset("main.js")

    (dist / "manifest.json").write_text(json.dumps({"main.js": "main-WXYZ6789.js"}))

    assert assets.asset("main.js") == first
