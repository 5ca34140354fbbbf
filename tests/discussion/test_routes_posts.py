"""A post through the front door, with scripts and without: it travels, or its words come back."""

import pytest

from panel.discussion.models import BODY_LIMIT
from tests.conftest import SCRIPT
from tests.discussion.conftest import Table
from tests.factories import a_form, a_thread
from tests.pages import beside, read, typed


def test_a_post_travels(table: Table) -> None:
    writer = table.browser(table.ana)
    reader = table.mesa.tab(table.rosa, table.url)

    first = writer.post(f"{table.url}/posts", data=a_form(" Hello\r\nthere "), headers=SCRIPT)
    answer = a_form("<b>", parent=2)
    second = writer.post(f"{table.url}/posts", data=answer, headers=SCRIPT)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.get_json()["id"] == f"post-{table.name}-2"
    one, two = reader.hear()
    assert (one["op"], one["seq"], two["op"], two["seq"]) == ("insert", 3, "insert", 4)
    assert (one["id"], two["number"]) == (first.get_json()["id"], 3)
    assert "&lt;b&gt;" in second.get_json()["html"]
    assert [post.body for post in table.posts()[1:]] == ["Hello\nthere", "<b>"]
    reader.assert_live_equals_reload()


def test_without_a_script_a_post_leads_to_its_permalink(table: Table) -> None:
    browser = table.browser(table.eva)
    form = a_form("Without a script.", parent=1)

    sent, again = (browser.post(f"{table.url}/posts", data=form) for _ in range(2))

    assert sent.status_code == again.status_code == 303
    assert sent.location == again.location == f"{table.url}/posts/2#post-{table.name}-2"
    page = browser.get(sent.location)
    assert "Without a script." in page.text
    assert len(table.posts()) == 2


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"body": " \0 "}, "Please write something here."),
        ({"body": "x" * (BODY_LIMIT + 1)}, "This is too long."),
        ({"body": "[" * 10_000}, "There are too many brackets"),
        ({"token": "mine"}, "This form is damaged."),
        ({"token": ""}, "This form is damaged."),
        ({"parent": "-1"}, "This form is damaged."),
        ({"parent": "x"}, "This form is damaged."),
    ],
)
def test_a_form_that_is_wrong_comes_back_with_its_words(
    table: Table, changed: dict[str, str], sentence: str
) -> None:
    browser = table.browser(table.ana)
    right = a_form("<i>my words</i>")

    page = browser.post(f"{table.url}/posts", data=right | changed)
    script = browser.post(f"{table.url}/posts", data=right | changed, headers=SCRIPT)

    assert page.status_code == script.status_code == 422
    assert beside(page, "body").startswith(sentence)
    assert typed(page, "body") == (right | changed)["body"].strip("\0").replace("\0", "\ufffd") or (
        "body" in changed
    )
    [(field, told)] = script.get_json()["fields"].items()
    assert {field} == set(changed)
    assert told.startswith(sentence)
    assert len(table.posts()) == 1
    assert browser.post(f"{table.url}/posts", data=right).status_code == 303


def test_what_was_typed_comes_back_letter_by_letter(table: Table) -> None:
    words_ = "\n  two\r\n\r\n</textarea><script>x</script> &amp; é 🌱 " + "x" * BODY_LIMIT

    page = table.browser(table.ana).post(f"{table.url}/posts", data=a_form(words_, parent=1))

    assert page.status_code == 422
    assert typed(page, "body").split() == words_.split()
    assert typed(page, "parent") == "1"
    assert "In reply to Ana" in " ".join(read(page).select(".composer")[0].text.split())


def test_the_longest_post_is_taken(table: Table) -> None:
    sent = table.browser(table.ana).post(f"{table.url}/posts", data=a_form("x" * BODY_LIMIT))

    assert sent.status_code == 303


def test_a_token_used_for_other_words_gives_them_back(table: Table) -> None:
    browser, form = table.browser(table.ana), a_form("first")
    assert browser.post(f"{table.url}/posts", data=form).status_code == 303

    page = browser.post(f"{table.url}/posts", data=form | {"body": "second <i>"})
    script = browser.post(f"{table.url}/posts", data=form | {"parent": "1"}, headers=SCRIPT)

    assert page.status_code == script.status_code == 409
    assert "second &lt;i&gt;</textarea>" in page.text
    assert "Your words are kept here." in script.get_json()["message"]
    assert [post.body for post in table.posts()] == ["The first question.", "first"]


def test_a_token_of_a_post_that_was_taken_back_is_gone(table: Table) -> None:
    browser, form = table.browser(table.ana), a_form("taken back")
    browser.post(f"{table.url}/posts", data=form)
    assert browser.delete(f"{table.url}/posts/2", headers=SCRIPT).status_code == 204

    assert browser.post(f"{table.url}/posts", data=form, headers=SCRIPT).status_code == 410


def test_a_token_of_one_thread_is_refused_in_another(table: Table) -> None:
    with table.mesa.workshop.open_work() as work:
        other = a_thread(work, work.session.merge(table.panel), table.ana).public_id
    browser, form = table.browser(table.ana), a_form()
    assert browser.post(f"{table.url}/posts", data=form).status_code == 303

    sent = browser.post(f"{table.home}/threads/{other}/posts", data=form, headers=SCRIPT)

    assert sent.status_code == 409


def test_answering_what_is_not_there_keeps_the_words(table: Table) -> None:
    browser = table.browser(table.ana)

    page = browser.post(f"{table.url}/posts", data=a_form("kept", parent=99))

    assert page.status_code == 404
    assert "kept</textarea>" in page.text


def test_a_reader_is_told_why_in_her_language_and_gets_no_composer(table: Table) -> None:
    form = a_form("my words")
    assert table.browser(table.ana).post(f"{table.url}/posts", data=form).status_code == 303

    sent = table.browser(table.rosa).post(f"{table.url}/posts", data=form)

    assert sent.status_code == 403
    assert "Su rol aquí es leer." in sent.text
    assert "my words</textarea>" in sent.text
    [body] = read(table.browser(table.rosa).get(table.url)).select("body")
    assert body["data-may"] == "read"
    [body] = read(table.browser(table.ana).get(table.url)).select("body")
    assert body["data-may"] == "draft read reply start"


def test_a_preview_shows_what_would_be_written_and_writes_nothing(table: Table) -> None:
    browser = table.browser(table.ana)

    shown = browser.post("/preview", data={"body": "**bold** <i>"})
    wrong = browser.post("/preview", data={"body": "[" * 10_000}, headers=SCRIPT)
    empty = browser.post("/preview", data={"body": " "}, headers=SCRIPT)

    assert shown.text == "<p><strong>bold</strong> &lt;i&gt;</p>"
    assert wrong.status_code == empty.status_code == 422
    assert "too many brackets" in wrong.get_json()["fields"]["body"]
    assert table.mesa.browser().post("/preview", data={"body": "x"}).status_code == 401
    assert len(table.posts()) == 1
