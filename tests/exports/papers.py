"""Papers to be exported: one with everything the schema has, a hostile one, one of thirty pages."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from panel.documents.text.canonical import canonical, digest
from panel.documents.text.lines import numbered
from panel.documents.text.schema import cleaned
from panel.documents.text.shape import Node
from panel.exports.sheet import Sheet

AT = datetime(2026, 3, 17, 15, 30, tzinfo=UTC)
BOLD, ITALIC = {"type": "bold"}, {"type": "italic"}


def t(text: str, *marks: Node) -> Node:
    return {"type": "text", "text": text, "marks": list(marks)}


def to(href: str) -> Node:
    return {"type": "link", "attrs": {"href": href}}


def inlines(words: Sequence[str | Node]) -> list[Node]:
    return [t(one) if isinstance(one, str) else one for one in words]


def p(*words: str | Node) -> Node:
    return {"type": "paragraph", "content": inlines(words)}


def h(level: int, *words: str | Node) -> Node:
    return {"type": "heading", "attrs": {"level": level}, "content": inlines(words)}


def note(*words: str | Node) -> Node:
    return {"type": "footnote", "content": inlines(words)}


def cite(words: str, number: int = 12) -> Node:
    return {
        "type": "citation",
        "attrs": {"thread": "k7m2p4q6r3s5", "number": number, "words": words},
    }


BREAK: Node = {"type": "hardBreak"}


def item(*blocks: Node) -> Node:
    return {"type": "listItem", "content": list(blocks)}


def ul(*items: Node) -> Node:
    return {"type": "bulletList", "content": list(items)}


def ol(*items: Node, start: int = 1) -> Node:
    return {"type": "orderedList", "attrs": {"start": start}, "content": list(items)}


def quoted(*blocks: Node) -> Node:
    return {"type": "blockquote", "content": list(blocks)}


def th(*words: str | Node, **spans: int) -> Node:
    return {"type": "tableHeader", "attrs": spans, "content": [p(*words)]}


def td(*words: str | Node, **spans: int) -> Node:
    return {"type": "tableCell", "attrs": spans, "content": [p(*words)]}


def table(*rows: Sequence[Node]) -> Node:
    return {"type": "table", "content": [{"type": "tableRow", "content": list(r)} for r in rows]}


def sheet(*blocks: Node, title: str = "Protección social para jóvenes") -> Sheet:
    content = cleaned({"type": "doc", "content": list(blocks)})
    return Sheet(
        panel="Mesa de empresas sociales",
        place="Colombia",
        title=title,
        stage="Adoptado",
        number=3,
        name="Para el ministerio",
        sha256=digest(canonical(title, content)),
        at=AT,
        date="17 de marzo de 2026, 10:30 (Bogotá)",
        language="es",
        content=content,
        blocks=numbered(content),
        adoption="El 12 de marzo de 2026, en la sesión plenaria: «Se adopta por consenso».",
        citation="https://mesa.example/p/colombia/threads/{thread}/posts/{number}",
    )


def deep(words: str, depth: int) -> Node:
    inside = item(p(f"{words} {depth}"), *([] if depth == 1 else [deep(words, depth - 1)]))
    return ul(inside) if depth % 2 else ol(inside)


LONG = (
    "Entre el primer día de trabajo y la primera afiliación transcurren, según los registros "
    "de las mutuales y cooperativas que integran esta mesa, dos o tres meses en los que nadie "
    "responde."
)

EVERYTHING = sheet(
    h(1, "Lo que observamos", note("Nota de un título.")),
    p(
        LONG,
        note(
            "Registros de ",
            t("cuatro mutuales", ITALIC),
            ", 2023 a 2025; véase ",
            t("el informe", to("https://informe.example/a?b=1&c=2")),
            ".",
        ),
        " Lo contó ",
        cite("Luz Marina Ortega, intervención 12"),
        ".",
    ),
    ul(
        item(p("El trámite se explica ", t("tarde", BOLD), ", o no se explica.")),
        item(
            p("La primera cuota vence antes del primer sueldo."),
            p("Otro párrafo del mismo punto."),
            ol(
                item(p("Anidado siete", note("Nota en una lista, con ", t("negrita", BOLD), "."))),
                item(p("Anidado ocho")),
                start=7,
            ),
        ),
    ),
    h(2, "Un subtítulo con ", t("cursiva", ITALIC)),
    ol(item(p("Cuarto punto")), item(p("Quinto punto")), start=4),
    quoted(p("Una cita ", t("larga", BOLD, ITALIC), "."), ul(item(p("con una lista")))),
    p("Primera línea", BREAK, "segunda línea, tras un salto."),
    h(3, "La tabla"),
    table(
        [th("Región", rowspan=2), th("Personas", colspan=2), th("Nota", rowspan=2)],
        [th("2024"), th("2025")],
        [th("Pacífico"), td("1.204"), td("1.377", note("Dato provisional.")), td("Sube")],
        [th("Caribe", rowspan=2), td("980"), td("1.012"), td("Sube")],
        [td("Sin dato", colspan=2), td(t("Véase", to("mailto:datos@mesa.example")))],
    ),
    deep("Nivel", 6),
    p("Ąćęłńśźż ŵŷ ạảấầ ɓɗŋ ẞ “comillas” — raya € № ½ ≤ → ✓"),
    p(),
)

HOSTILE_WORDS = (
    '#import "evil.typ": * #eval("1+1") $x^2$ `raw` @ref <label> [corchete] \\ #panic("no")',
    "= no es título\n- no es lista\n+ tampoco / ni esto: no",
    "# No título *no negrita* _no_ ~~no~~ ![no](https://no.example/x.png) [no](javascript:no)",
    "1. no lista",
    "- no viñeta | col | col |",
    "> no cita",
    "--- ... '\"comillas\"' ^[no nota] [^1] [@cita] {.clase} ::: div",
    "<script>alert(1)</script> <b>no</b> &amp; &lt; ]]> <!-- no --> <w:p/> </text:p>",
    "\\input{/etc/passwd} \\textbf{no} $$ %no ~no {{ no }} {% no %} ${no} $title",
    "|---|---|",
    "    cuatro espacios",
    ": definición",
    "a. no lista",
    "(1) no lista",
    "#. no lista",
    "iv) no lista",
    "(@no) no lista",
    "Table: no leyenda",
    "[^1]: no nota",
    "[no]: https://no.example",
    "***",
    "https://no.example/_x_?a=1&copy=2",
)

HOSTILE = sheet(
    h(1, HOSTILE_WORDS[0]),
    *(p(words, note(words)) for words in HOSTILE_WORDS),
    ul(*(item(p(words)) for words in HOSTILE_WORDS)),
    table([th("#x"), th("|")], [td(HOSTILE_WORDS[7]), td("a|b\\|c")]),
    p("uno", BREAK, "- dos", BREAK, "# tres", BREAK, "4. cuatro", BREAK, "> cinco"),
    p(
        t("enlace", to("https://si.example/")),
        "{.clase} ",
        t("a * b_c_d", BOLD),
        t("pegado", ITALIC),
    ),
    p(t("javascript", to("javascript:alert(1)")), " ", cite('"#[x](y)<b>')),
    title='#eval("2") <b>$title</b> & "raro"',
)


def section(number: int) -> list[Node]:
    rows = [[td(f"Municipio {number}.{row}"), td("1.204"), td("12,5 %")] for row in range(6)]
    return [
        h(1, f"Sección {number}: lo que pedimos"),
        p(LONG, " ", LONG, note(f"Nota {number}: ", LONG)),
        p(LONG, " ", t(LONG, ITALIC), " ", LONG),
        h(2, "Lo que ya funciona"),
        ul(*(item(p(LONG)) for _each in range(3))),
        p(LONG, " ", cite("Óscar Bejarano, intervención 4", 4), " ", LONG, " ", LONG),
        table([th("Municipio"), th("Personas"), th("Cambio")], *rows),
        p(LONG, " ", LONG, " ", LONG),
    ]


def long(sections: int = 23) -> Sheet:
    return sheet(*(block for number in range(1, sections + 1) for block in section(number)))


def without_glyph() -> Sheet:
    return replace(sheet(h(1, "Un signo"), p("Sin letra: 😀 y 語.")), adoption="")
