"""What members write, as HTML: rendered once, when it is written, and safe to show anywhere."""

from collections.abc import Sequence
from html import unescape

import nh3
from linkify_it import LinkifyIt  # type: ignore[import-untyped]  # it has no types
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

MANY = 400  # more of one of these in a text cost the parser quadratic time; nobody needs them
_COSTLY = ("[", "<", "//")
CELLS = 15_000  # of a table: the parser fills short rows up, so "|" and a newline may be 600 cells
_TAGS = {
    *("p", "br", "strong", "em", "s", "code", "pre", "blockquote", "hr"),
    *("ul", "ol", "li", "a", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_SCHEMES = {"https", "mailto"}
_DEEPEST_HEADING, _ABOVE = 6, 3  # a post stands under an h3


def tangled(source: str) -> bool:
    """Tell a text that is made to slow the parser down, or to swell in it."""
    lines = source.splitlines()
    cells = len(lines) * max((line.count("|") for line in lines), default=0)
    return cells > CELLS or any(source.count(costly) > MANY for costly in _COSTLY)


def render(source: str) -> Markup:
    """Turn Markdown to HTML: links to https and mailto only, no pictures, no HTML of its own."""
    html = _PARSER.render(source)
    return Markup(_CLEANER.clean(html).strip())  # noqa: S704  # clean by now


def parsed(source: str) -> list[Token]:
    """Take Markdown apart by the same rules, for files that say the same in other forms."""
    return _PARSER.parse(source)


def plain(html: str, limit: int) -> str:
    """Give the words alone, at most `limit` characters of them, for lists and titles.

    They end with a whole word, unless that would take half of them away.
    """
    words = " ".join(unescape(nh3.clean(html, tags=set())).split())
    if len(words) <= limit:
        return words
    end = words.rfind(" ", limit // 2, limit)
    return words[: end if end > 0 else limit - 1] + "…"


def _valid(url: str) -> bool:
    return url.partition(":")[0].lower() in _SCHEMES


def _lower_headings(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[at]
    token.tag = f"h{min(_DEEPEST_HEADING, int(token.tag[1:]) + _ABOVE)}"
    return self.renderToken(tokens, at, options, env)


def _name_links(state: StateCore) -> None:
    """Let a link without words show where it leads: else nobody could see it, or hear of it."""
    for token in state.tokens:
        children, begun = token.children or [], 0
        for at, child in reversed(list(enumerate(children))):
            if child.type == "link_close":
                begun = at
            elif child.type == "link_open" and not _seen(children[at + 1 : begun]):
                children.insert(at + 1, Token("text", "", 0, content=str(child.attrGet("href"))))


def _seen(tokens: Sequence[Token]) -> bool:
    return any(c.isprintable() and not c.isspace() for token in tokens for c in token.content)


class _Links(LinkifyIt):  # type: ignore[misc]  # the library has no types
    def pretest(self, text: str) -> bool:
        """Look for what is in every link before its costly pattern is tried on each paragraph."""
        return ("//" in text or "@" in text) and bool(super().pretest(text))


def _parser() -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark", {"html": False, "linkify": True, "breaks": True, "maxNesting": 20}
    )
    parser.enable(["linkify", "table", "strikethrough"]).disable(["image", "html_block"])
    parser.linkify = _Links(options={"fuzzy_link": False, "fuzzy_ip": False, "fuzzy_email": True})
    parser.validateLink = _valid  # type: ignore[method-assign]  # its documented way
    parser.core.ruler.push("named_links", _name_links)
    parser.add_render_rule("heading_open", _lower_headings)
    parser.add_render_rule("heading_close", _lower_headings)
    return parser


_PARSER = _parser()
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes=_SCHEMES,
    link_rel="nofollow noopener ugc",
)
