"""What the measurements compare Mesa with shows the same page."""

from pathlib import Path

from panel.cli.migrations import upgrade
from panel.identity.actions import sign_in
from panel.identity.models import Person
from panel.membership.models import Role
from tests.factories import a_panel, a_post, a_seat, a_thread
from tests.load.minimal import given, minimal
from tests.serving.ground import ground


def test_the_minimal_app_shows_what_mesa_shows_and_takes_a_post(tmp_path: Path) -> None:
    url, var = f"sqlite:///{tmp_path / 'mesa.db'}", tmp_path / "var"
    upgrade(url)
    with ground(url, var) as mesa:
        with mesa.app.app_context(), mesa.workshop.open_work() as work:
            panel = a_panel(work)
            ana = a_seat(work, panel, Role.MEMBER)
            thread = a_thread(work, panel, ana)
            a_post(work, ana, thread, "Said by **Ana**.")
            path = f"/p/{panel.slug}/threads/{thread.public_id}"
            token = sign_in(work, work.session.get_one(Person, ana.person_id))
        serializer = mesa.app.session_interface.get_signing_serializer(mesa.app)  # type: ignore[attr-defined]
        cookie = serializer.dumps({"_user_id": token, "_permanent": True})

    client = minimal(given(url, var, path, cookie), tmp_path / "beside.db").test_client()

    page = client.get("/minimal")
    assert page.status_code == 200
    assert "Said by <strong>Ana</strong>." in page.text
    assert client.post("/minimal", data={"body": "More *words*."}).status_code < 300
