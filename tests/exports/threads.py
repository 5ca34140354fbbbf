"""Threads to be exported: one with everything that posts can hold, and a hostile one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from panel.exports.transcript import Conclusion, Count, Entry, Fact, Transcript
from tests.exports.papers import HOSTILE_WORDS

AT = datetime(2026, 3, 17, 15, 30, tzinfo=UTC)
URL = "https://mesa.example/p/colombia/threads/k7m2p4q6r3s5"


def said(number: int, body: str, parent: int | None = None, depth: int = 1) -> Entry:
    at = AT + timedelta(hours=number)
    return Entry(
        number=number,
        parent=parent,
        depth=depth,
        state="said",
        url=f"{URL}/posts/{number}#post-k7m2p4q6r3s5-{number}",
        answers=f"En respuesta a la n.º {parent} (Persona {parent})" if parent else "",
        linked=bool(parent),
        parent_url=f"{URL}/posts/{parent}",
        name=f"Persona {number}",
        organisation=f"Casa {number}",
        shape="member",
        at=at.isoformat(),
        date=f"{at:%d} de marzo de 2026",
        body=body,
    )


def gone(number: int, state: str, name: str, note: str) -> Entry:
    return Entry(number, None, 1, state, f"{URL}/posts/{number}", name=name, note=note)


def transcript(*entries: Entry, conclusion: str = "") -> Transcript:
    shown = sum(one.said for one in entries)
    signed = Conclusion(conclusion, "Mo", AT.isoformat(), "Mo, 17 de marzo de 2026", "De todas.")
    return Transcript(
        panel="Mesa de empresas sociales",
        place="Colombia",
        zone="America/Bogota",
        id="k7m2p4q6r3s5",
        title="Cerrar la brecha: ¿cómo?",
        titled="Cerrar la brecha: ¿cómo?",
        url=URL,
        language="es",
        audience="panel",
        group="",
        closed=bool(conclusion),
        observers=True,
        at=AT,
        standing=f"{shown} intervenciones",
        count=Count(shown, shown, AT.isoformat(), AT.isoformat(), 0, 0, 0),
        facts=(
            Fact("state", "Estado", "Cerrado"),
            Fact("posts", "Intervenciones", f"{shown} intervenciones"),
            Fact("address", "Dirección", URL, URL),
        ),
        entries=entries,
        conclusion=signed if conclusion else None,
    )


RICH = """# Un título

Con **negrita**, *cursiva*, ~~tachado~~, `código` y [un enlace](https://informe.example/a?b=1&c=2).
Otra línea.

### Otro título

- uno
- dos

4. cuatro
5. cinco

> Una cita
>
> > dentro de otra

```
if edad < 28:
    cuota = 0.5
```

---

| Región | Personas |
|---|---|
| Pacífico | 1.204 |
"""

OBSERVER = replace(
    said(3, "Lo vimos en *tres* países.", 2, 3), shape="observer", role="Observadora"
)
EVERYTHING = transcript(
    said(1, RICH),
    said(2, "De acuerdo.", 1, 2),
    OBSERVER,
    said(4, "Más abajo.", 3, 4),
    said(5, "Aún más abajo.", 4, 5),
    gone(6, "hidden", "Intervención oculta", "La moderación la ocultó."),
    gone(7, "deleted", "Intervención retirada", "Se retiró."),
    said(8, "Otra rama."),
    conclusion="# Acuerdo\n\nUna **cuota justa**.\n\n1. Antes de junio.",
)

BODIES = (
    *HOSTILE_WORDS,
    "[" * 10_000,
    "*a " * 3_000,
    "> " * 60 + "hondo",
    "".join(f"{'  ' * depth}- nivel {depth}\n" for depth in range(40)),
    "```\nsin cierre <!-- [x](y) {{ no }}",
    "<!-- sin cierre",
    "[a][1]\n\n[1]: https://uno.example/",
    "[b][1]",
    "x" * 5_000,
    "|" + "c|" * 60 + "\n|" + "-|" * 60 + "\n|" + "d|" * 60,
    "#\n\n####### siete\n\n- \n\n1. ",
    "0. cero\n1. uno",
    "\ttabulador\n\t\tdos",
    "[no](javascript:alert(1)) ![no](https://no.example/x.png) <https://si.example/>",
    "##### hondo\n\n# alto",
)
HOSTILE = transcript(
    *(said(number, body) for number, body in enumerate(BODIES, 1)), conclusion=HOSTILE_WORDS[0]
)
