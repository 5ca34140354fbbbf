"""Files of threads, each read back: PDF by its tags, Markdown by Pandoc, JSON by its fields."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typst
from pdfua import validate

from panel.exports.makers import THREAD_MAKERS
from panel.exports.makers.compiling import NOT_STANDARD
from panel.exports.makers.converting import run
from panel.exports.makers.threads.pdf import LISTED
from panel.exports.makers.threads.prose import prose
from panel.exports.transcript import Transcript
from tests.exports.conftest import together
from tests.exports.pdf_reading import Reading, Tag, faults
from tests.exports.threads import BODIES, EVERYTHING, HOSTILE, OBSERVER, RICH, URL, said, transcript

THREADS = {"everything": EVERYTHING, "hostile": HOSTILE}
_DOCUMENTED = re.compile(r"^\| `([\w.\[\]]+)` \|", re.MULTILINE)
DOCS = Path(__file__).resolve().parents[2] / "docs" / "EXPORTS.md"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("threads")


@cache
def made(folder: Path, kind: str, name: str) -> Path:
    target = folder / f"{name}.{kind}"
    assert THREAD_MAKERS[kind](Transcript.from_json(THREADS[name].to_json()), target) == ()
    return target


def headings(tree: Tag) -> list[tuple[str, str]]:
    return [(tag.name, str(tag.said.get("/T", ""))) for tag in tree.all("H1", "H2", "H3", "H4")]


@pytest.mark.parametrize("name", THREADS)
def test_a_pdf_lacks_nothing_that_everybody_needs(folder: Path, name: str) -> None:
    path = made(folder, "pdf", name)

    assert faults(Reading(path)) == []
    assert not validate(str(path)).findings


def test_the_same_check_refuses_a_thread_without_tags(tmp_path: Path) -> None:
    path = tmp_path / "untagged.pdf"
    path.write_bytes(typst.compile(b'= 1 Ana\n#link("https://a.example")[dos]', pdf_tags=False))

    assert {"is not marked as tagged", "has no headings", "has links that are not told"} <= set(
        faults(Reading(path))
    )


def test_posts_stand_under_headings_with_their_number_and_author(folder: Path) -> None:
    read = Reading(made(folder, "pdf", "everything"))

    assert headings(read.tree) == [
        ("H1", "Conclusion"),
        ("H2", "Acuerdo"),
        ("H1", "Posts"),
        ("H2", "1 · Persona 1"),
        ("H3", "Un título"),
        ("H4", "Otro título"),
        ("H2", "2 · Persona 2"),
        ("H2", "3 · Persona 3"),
        ("H2", "4 · Persona 4"),
        ("H2", "5 · Persona 5"),
        ("H2", "6 · Intervención oculta"),
        ("H2", "7 · Intervención retirada"),
        ("H2", "8 · Persona 8"),
    ]
    assert str(read.root.Lang) == "es"
    assert str(read.pdf.docinfo.Title) == EVERYTHING.titled
    assert str(read.pdf.docinfo.Author) == EVERYTHING.panel


def test_what_posts_hold_is_told_as_what_it_is(folder: Path) -> None:
    tree = Reading(made(folder, "pdf", "everything")).tree

    assert len(tree.all("BlockQuote")) == 2
    assert {"4.", "5."} <= {together(tag.words) for tag in tree.all("Lbl")}
    assert [together(one.words) for one in tree.all("TH")] == ["Región", "Personas"]
    assert "negrita" in {one.words for one in tree.all("Strong")}
    assert "ifedad<28:" in together(tree.words)


def test_links_lead_to_addresses_to_posts_and_within_the_file(folder: Path) -> None:
    read = Reading(made(folder, "pdf", "everything"))
    links = [one for page in read.pdf.pages for one in page.obj.get("/Annots", [])]
    addresses = {str(one.A.URI) for one in links if "/A" in one and "/URI" in one.A}

    assert "https://informe.example/a?b=1&c=2" in addresses
    assert URL in addresses
    assert {f"{URL}/posts/{n}#post-k7m2p4q6r3s5-{n}" for n in (1, 2, 3, 4, 5, 8)} <= addresses
    answers = [one for one in read.tree.all("Link") if "En respuesta" in one.words]
    assert len(answers) == 4


def test_observers_are_labelled_and_whoever_is_answered_is_named(folder: Path) -> None:
    read = Reading(made(folder, "pdf", "everything"))

    assert "Persona3Observadora" in together(read.words)
    assert "Enrespuestaalan.º4(Persona4)" in together(read.words)


def test_the_contents_name_the_branches_and_stay_short(tmp_path: Path) -> None:
    many = transcript(*(said(number, "Uno.") for number in range(1, 601)))

    THREAD_MAKERS["pdf"](many, tmp_path / "many.pdf")

    contents = Reading(tmp_path / "many.pdf").tree.all("TOCI")
    assert LISTED / 2 <= len(contents) <= LISTED + 2


def test_hostile_words_are_words(folder: Path) -> None:
    words = together(Reading(made(folder, "pdf", "hostile")).words)

    for text in ('#eval("1+1")', "$x^2$", "<script>alert(1)</script>", "\\input{/etc/passwd}"):
        assert together(text) in words
    assert "[" * 10_000 in words
    assert "x" * 5_000 in words


def test_a_sign_without_a_glyph_is_told_and_the_words_are_there(tmp_path: Path) -> None:
    odd = transcript(said(1, "Bien 👍🏽 y 語."))

    assert THREAD_MAKERS["pdf"](odd, tmp_path / "odd.pdf") == (NOT_STANDARD,)

    assert Reading(tmp_path / "odd.pdf").tree.all("H2")
    for kind in ("md", "json"):
        assert THREAD_MAKERS[kind](odd, tmp_path / f"odd.{kind}") == ()
        assert "Bien 👍🏽 y 語." in (tmp_path / f"odd.{kind}").read_text("utf-8")


@pytest.mark.parametrize("kind", THREAD_MAKERS)
def test_the_same_thread_gives_the_same_bytes(folder: Path, tmp_path: Path, kind: str) -> None:
    THREAD_MAKERS[kind](EVERYTHING, tmp_path / "again")

    assert (tmp_path / "again").read_bytes() == made(folder, kind, "everything").read_bytes()


def read_again(path: Path) -> dict[str, Any]:
    """Read Markdown as Pandoc does."""
    found: dict[str, Any] = json.loads(run("--from=markdown-smart", "--to=json", str(path)))
    return found


def shape(path: Path) -> list[tuple[int, str]]:
    """List the headings of Markdown."""
    heads = [one["c"] for one in read_again(path)["blocks"] if one["t"] == "Header"]
    return [(level, _words(inlines)) for level, _attributes, inlines in heads]


def _words(inlines: list[dict[str, Any]]) -> str:
    return "".join(
        str(one.get("c", " ")) if one["t"] in {"Str", "Space"} else "" for one in inlines
    )


def test_markdown_keeps_the_structure_and_sets_headings_of_posts_lower(folder: Path) -> None:
    path = made(folder, "md", "everything")

    assert shape(path)[:6] == [
        (1, "Conclusion"),
        (2, "Acuerdo"),
        (1, "Posts"),
        (2, "1 · Persona 1"),
        (3, "Un título"),
        (5, "Otro título"),
    ]
    text = path.read_text("utf-8")
    assert "\n> Una cita\n>\n> > dentro de otra\n" in text
    assert "*En respuesta a la n.º 2 (Persona 2)*" in text
    assert "Casa 3 (Observadora), [" in text
    assert "address: " in text
    assert "title: " in text


def test_nothing_in_one_post_reaches_into_the_next(folder: Path) -> None:
    heads = shape(made(folder, "md", "hostile"))

    posts = [words for level, words in heads if level == 2 and " · Persona " in words]
    assert posts == [f"{number} · Persona {number}" for number in range(1, len(BODIES) + 1)]
    links = set(re.findall(r'"(https?://[^"#]*)', json.dumps(read_again(folder / "hostile.md"))))
    assert links <= {"https://uno.example/", "https://si.example/", "https://no.example"} | {
        link for link in links if link.startswith((URL, "https://no.example/"))
    }
    assert "javascript:alert(1)" in (folder / "hostile.md").read_text("utf-8")


def told(folder: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(made(folder, "json", name).read_bytes().decode("utf-8"))
    return found


def test_json_holds_every_post_as_it_was_written_and_where_it_stands(folder: Path) -> None:
    found = told(folder, "everything")

    assert [one["number"] for one in found["posts"]] == list(range(1, 9))
    assert found["posts"][0]["markdown"] == RICH
    assert found["posts"][2]["author"] == {
        "name": OBSERVER.name,
        "organisation": OBSERVER.organisation,
        "role": "observer",
    }
    assert [one["in_reply_to"] for one in found["posts"][:5]] == [None, 1, 2, 3, 4]
    assert found["posts"][5].keys() == {
        *("number", "in_reply_to", "depth", "state", "url", "note"),
    }
    assert [one["markdown"] for one in told(folder, "hostile")["posts"]] == list(BODIES)


def test_every_field_of_the_json_is_documented_and_no_other(folder: Path) -> None:
    documented = _DOCUMENTED.findall(DOCS.read_text("utf-8"))

    found = _fields(told(folder, "everything"))
    optional = {f"thread.about.{name}" for name in ("title", "url", "paragraph", "quotation")}
    assert set(documented) == found | optional
    assert len(documented) == len(set(documented))


def _fields(data: Any, above: str = "") -> set[str]:  # noqa: ANN401  # any JSON
    if isinstance(data, dict):
        inside = [
            _fields(value, f"{above}.{name}" if above else name) for name, value in data.items()
        ]
        return set().union({above} if above else set(), *inside)
    if isinstance(data, list):
        return set().union({above}, *(_fields(one, f"{above}[]") for one in data)) - {f"{above}[]"}
    return {above}


def test_prose_is_flat_however_deeply_it_is_nested() -> None:
    [paragraph] = prose("*a **b " * 2_000 + "c" + "** *" * 2_000)

    assert all(one["t"] in {"text", "break"} for one in paragraph["c"])
