import string

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis.strategies import lists, sampled_from
from linkify_it import LinkifyIt  # type: ignore[import-untyped]  # it has no types

from panel.kernel.markdown import _PARSER, CELLS, MANY, plain, render, tangled

LONG = 5_000  # characters


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**bold** and *not*", "<p><strong>bold</strong> and <em>not</em></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("~~gone~~ `code`", "<p><s>gone</s> <code>code</code></p>"),
        ("3. three\n4. four", '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>'),
        ("> > twice", "<blockquote>\n<blockquote>\n<p>twice</p>\n</blockquote>\n</blockquote>"),
        ("# Title", "<h4>Title</h4>"),
        ("##### Title", "<h6>Title</h6>"),
    ],
)
def test_markdown_becomes_html_below_the_headings_of_the_page(source: str, html: str) -> None:
    assert render(source) == html


def test_a_table_is_a_table() -> None:
    table = BeautifulSoup(render("| a | b |\n|---|---|\n| 1 | 2 |"), "html.parser")

    assert [cell.text for cell in table.select("thead th, tbody td")] == ["a", "b", "1", "2"]


@pytest.mark.parametrize(
    "source",
    [
        "https://mesa.example/a?b=c",
        "[here](https://mesa.example/a?b=c)",
        "<https://mesa.example/a?b=c>",
        "[here][1]\n\n[1]: https://mesa.example/a?b=c",
    ],
)
def test_https_links_lead_out_without_our_good_name(source: str) -> None:
    [link] = BeautifulSoup(render(source), "html.parser")("a")

    assert link["href"] == "https://mesa.example/a?b=c"
    assert link["rel"] == ["nofollow", "noopener", "ugc"]
    assert set(link.attrs) == {"href", "rel"}


def test_addresses_become_letters() -> None:
    [link] = BeautifulSoup(render("write to ana@mesa.org"), "html.parser")("a")

    assert link["href"] == "mailto:ana@mesa.org"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "&#106;avascript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "http://mesa.example/",
        "//mesa.example/",
        "/me",
        "../me",
    ],
)
@pytest.mark.parametrize("form", ["[x]({})", "[x](<{}>)", "<{}>", "{}", "[x][1]\n\n[1]: {}"])
def test_links_to_anything_else_are_text(url: str, form: str) -> None:
    assert "<a " in render(form.format("https://mesa.example/"))

    assert "<a" not in render(form.format(url))


@pytest.mark.parametrize(
    "trick",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href=javascript:alert(1)>x</a>",
        "<b>bold</b>",
        "<!-- hidden -->",
        "<svg/onload=alert(1)>",
        "<style>body{display:none}</style>",
        "<iframe src=https://mesa.example></iframe>",
        "a <i\nonclick=x>b</i>",
        "![x](https://mesa.example/x.png)",
        "![x](x) <img src=x>",
        '**<b onmouseover="x">**',
        '[x](https://mesa.example/"onmouseover="alert(1))',
        "`<b>`",
        "```<b>\n<b>\n```",
        "| <b> |\n|-|\n| <img src=x> |",
    ],
)
def test_html_of_its_own_is_text(trick: str) -> None:
    shown = BeautifulSoup(render(trick), "html.parser")

    assert not shown.select("script, img, style, iframe, svg, b, i, [onmouseover], [onclick]")
    assert all(set(tag.attrs) <= {"href", "rel", "start"} for tag in shown(True))
    assert "<!--" not in str(shown)


def test_quotations_in_quotations_end_somewhere() -> None:
    deep = render("> " * 9_000 + "words")

    assert deep.count("<blockquote>") <= 20


@pytest.mark.parametrize("costly", ["[", "<", "://", "https://a", "//a.co/", "[a](", "![", "[["])
def test_what_costs_the_parser_quadratic_time_is_refused(costly: str) -> None:
    assert not tangled(costly * (MANY // 2))

    assert tangled(costly * (MANY + 1))
    assert tangled("x" * 10_000 + costly * (MANY + 1))


def test_a_table_that_swells_is_refused() -> None:
    head = "|" + "a|" * 600 + "\n|" + "-|" * 600 + "\n"
    assert not tangled(head + "|\n" * 20)

    assert tangled(head + "|\n" * 8_000)


PIECES = sampled_from(
    [
        *(
            "http://",
            "https:/",
            "/",
            "//",
            "ftp:",
            "mailto:",
            "MAILTO:",
            "www.",
            "@",
            ":",
            ".",
            " ",
        ),
        *("a", "mesa.org", "b.co", "192.168.1.1", "ñ", "рф", "-", "(", "\n"),
    ]
)


@given(lists(PIECES, max_size=12).map("".join))
def test_what_is_passed_over_without_trying_has_no_link(text: str) -> None:
    links = _PARSER.linkify
    assert links
    everywhere = LinkifyIt(options=links._opts)

    assert bool(links.pretest(text) and links.match(text)) == bool(everywhere.match(text))


FILLS = [
    *string.punctuation,
    *("\t", "\n", "é", "\u202e", "\0", "a", " "),
    *("*a", "**a ", "*_", "***a", "a***", "- a\n", "- ", "> ", "> a\n", "1. a\n", "# a\n"),
    *("|a|\n|-|\n", "&amp;", "&#x0;", "\\*", "```\n", "a\n=\n", "x\n\n", "a@b.co ", "`a", "~~a"),
    *("mailto:a@b.co ", "(https:/", "    a\n", "*a _b "),
]


@pytest.mark.parametrize("fill", FILLS, ids=ascii)
def test_a_full_post_of_one_thing_makes_no_more_than_it_weighs(fill: str) -> None:
    source = (fill * LONG)[:LONG]
    if tangled(source):
        return

    tokens = sum(1 + len(token.children or ()) for token in _PARSER.parse(source))

    assert tokens <= 4 * LONG
    assert len(render(source)) <= 14 * LONG + 12 * CELLS


def test_lists_show_the_words_alone() -> None:
    html = render("# We *agree*\n\n- on `1 < 2`\n- and on a long & tedious rest")

    assert plain(html, 200) == "We agree on 1 < 2 and on a long & tedious rest"
    assert plain(html, 20) == plain(html, 18) == "We agree on 1 < 2…"
    assert plain("nothing-but-one-word", 8) == "nothing…"
