"""The demo's papers: one being written, one in consultation, one adopted.

They are written in the notation of `panel.cli.demo_text`, and speak as the panel. The people, the
organisations and every figure are invented; the laws that the footnotes name are Colombia's.
A block whose first words are about to change has a name, so that its earlier words are compared.
"""

from dataclasses import dataclass

from panel.cli.demo_data import DemoPost


@dataclass(frozen=True)
class DemoState:
    """A state of a paper's text: who brought it there, when, and the version named of it, if any.

    `words` pairs what the text says now with what it said then; `without` names what was not yet
    written. Both are as `demo_text.earlier` takes them, and the last state has neither.
    """

    by: str
    hours_ago: float
    version: str = ""
    words: tuple[tuple[str, str], ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class DemoComment:
    """A comment: on which block, the words quoted from it, and what was said, from the first on.

    The quotation is what the block said at that time. One with a conclusion is closed; `unread` is
    how many of its posts those who sign in have not read yet.
    """

    block: str
    quotation: str
    posts: tuple[DemoPost, ...]
    unread: int = 0
    conclusion: str = ""
    closed_hours_ago: float = 0


@dataclass(frozen=True)
class DemoStage:
    """A step to another stage, taken by a moderator; what it stands on is `version`, from 1."""

    to: str
    by: str
    hours_ago: float
    version: int | None = None
    note: str = ""


@dataclass(frozen=True)
class DemoAdoption:
    """What the moderator records of an adoption; its date is the panel's, so many hours ago."""

    hours_ago: float
    meeting: str
    wording: str


@dataclass(frozen=True)
class DemoPaper:
    """A paper, as its text is now; started by whom and when the first of its states says.

    `audience` is as in `DemoThread`, `group` is the key of a working group, and `sources` has the
    keys of the threads that it came from. `unseen` is how many of its states those who sign in have
    not seen yet.
    """

    key: str
    title: str
    audience: str
    sources: tuple[str, ...]
    text: str
    states: tuple[DemoState, ...]
    group: str = ""
    stages: tuple[DemoStage, ...] = ()
    comments: tuple[DemoComment, ...] = ()
    adoption: DemoAdoption | None = None
    unseen: int = 0


BEFORE_THE_FIRST = DemoPaper(
    key="antes-de-cotizar",
    title="Antes de la primera cotización: cómo proteger a quien empieza a trabajar",
    audience="panel",
    sources=("primera-cotizacion",),
    unseen=2,
    states=(
        DemoState(
            by="ernesto",
            hours_ago=43.0,
            without=(
                *("tabla", "tres-avisos", "avisos", "por-completar-meses", "negocio"),
                *("sin-empleador", "hacemos", "compromisos", "pedimos", "por-acordar", "sabremos"),
            ),
        ),
        DemoState(
            by="ligia",
            hours_ago=37.5,
            words=(
                (
                    "Sobre esa última frase hubo discusión, y conviene dejarla escrita.",
                    "No todos estuvimos de acuerdo con esa última frase.",
                ),
            ),
            without=(
                *("por-completar-meses", "sin-empleador", "compromisos", "pedimos"),
                *("por-acordar", "sabremos"),
            ),
        ),
        DemoState(
            by="german",
            hours_ago=27.2,
            version="Primer borrador",
            words=(
                (
                    "Sobre esa última frase hubo discusión, y conviene dejarla escrita.",
                    "No todos estuvimos de acuerdo con esa última frase.",
                ),
                (
                    "con los negocios pequeños, una primera visita de orientación y un plazo para "
                    "ponerse al día.",
                    "con los negocios pequeños, paciencia.",
                ),
            ),
            without=("por-completar-meses", "dos-fondos", "por-completar-costo", "sabremos"),
        ),
        DemoState(by="ivan", hours_ago=19.4, without=("por-completar-meses", "sabremos")),
        DemoState(
            by="yurleidy",
            hours_ago=1.8,
            without=("sabremos-lista", "sabremos-preguntas", "sabremos-fin"),
        ),
        DemoState(by="dayana", hours_ago=0.5),
    ),
    comments=(
        DemoComment(
            block="dos-fondos",
            quotation="los negocios pedían más rápido que las personas",
            posts=(
                DemoPost(
                    by="maelle",
                    hours_ago=18.2,
                    body=(
                        "Está bien resumido. Una precisión: la separación de los fondos se decidió "
                        "al cabo de dos años, y en ese tiempo ninguna persona se quedó sin "
                        "crédito; lo que hubo fue espera. Si la Mesa lo prefiere, puede escribir "
                        "«llegaban primero»."
                    ),
                ),
            ),
        ),
    ),
    text="""
# De qué trata este documento

Entre el primer día de trabajo y la primera cotización hay un tiempo en blanco. Para algunas
personas jóvenes dura dos semanas; para otras, toda la juventud. Mientras dura, una caída en la obra
o una quemadura en la cocina la pagan la familia, los compañeros o nadie.[^nota: En este documento,
*cotizar* es aportar a salud, pensión y riesgos laborales, y *tiempo en blanco* es todo mes
trabajado sin alguno de los tres. Quien sigue en salud como beneficiario de su familia, o está en el
régimen subsidiado, tiene atención médica, pero no cobertura de riesgos laborales ni semanas de
pensión.]

La Mesa de empresas sociales reúne a mutuales, cooperativas, fundaciones, grupos de ahorro y una
universidad que tratan con estas personas todos los días, casi siempre cuando ya ocurrió algo. Aquí
contamos lo que vemos, lo que hacemos, lo que estamos dispuestos a hacer y lo que pedimos. Donde no
tenemos acuerdo, lo decimos; donde nos faltan cifras, también.

Tres ideas sostienen lo que sigue:

- Quien trabaja para otro debe estar afiliado desde el primer día, también durante la prueba.
- El ahorro solidario prepara el camino hacia la protección social y no la reemplaza.
- La deuda de una cotización no cambia de manos: lo que le toca al empleador no lo termina pagando
  quien trabaja.

# Lo que hemos contado

Las cifras de esta sección son nuestras. Salen de fichas, cuadernos y listas que llevamos para
atender a la gente, y no de una encuesta. Cada fila dice quién contó, dónde y cómo. No sumamos las
columnas, porque cada organización preguntó a su manera y una misma persona puede figurar en dos
registros.

{#tabla}
| Quién contó | Dónde y cuándo | Personas jóvenes atendidas | Al menos un mes sin afiliación |
  Cómo se contó |
|---|---|---|---|---|
| Fundación Primer Turno | Medellín y Bello, el año pasado | 230 | 97 |
  Una ficha por persona durante sus primeros seis meses |
| Cooperativa Tejido de Selva | Quibdó, catorce meses | 58 | 58 |
  Cuaderno de la cooperativa, anotado al llegar |
| Mutual Vientos del Sinú | Montería, un semestre | 44 | 29 |
  Pregunta en la ventanilla de auxilios |
| Mutual Faro del Pacífico | Buenaventura, un año | 86 | 61 |
  Llamadas a asociados menores de 28 años |
| Red Granito a Granito | Popayán y tres municipios vecinos, un año | 112 | 90 |
  Conteo en las reuniones de nueve grupos |
| Mutual Morichal | Villavicencio, un año | 75 | 38 |
  Solicitudes de crédito de quienes estrenan empleo |
| Federación Mutual Tres Cordilleras | Cuatro mutuales de Caldas y Risaralda, un semestre | 140 |
  66 | Formulario común, que llenó cada mutual |
| Cooperativa Grano Maduro | Pitalito, tres cosechas | Sin conteo | Sin conteo |
  Lo que se ve en el patio de las fincas |

{#tres-avisos} La tabla pide tres avisos:

1. {#avisos} Que en Quibdó figuren todas las personas no es un error. La cooperativa acompaña
   precisamente a quien todavía no cotiza.
2. El tiempo en blanco no es asunto de negocios pequeños solamente. De las 97 personas de Medellín y
   Bello, 31 trabajaban en empresas de más de cincuenta empleados. A 19 de ellas las contrató un
   tercero; de las otras 12 no se anotó quién firmó.
3. La cuarta columna pone en el mismo montón a quien pasó un mes sin afiliación y a quien lleva
   años.

{#por-completar-meses} **Por completar.** Yurleidy Palacios saca esta semana la cuenta de Quibdó y
Dayana Restrepo la de Medellín: cuántas personas, cuántos meses y cuánto suele quedar sin devolver
cuando se les presta. *Nos falta una ciudad del Caribe.*

# Por qué hay un tiempo en blanco

## Una costumbre que la norma no ha logrado cambiar

«Veamos primero si sirve» es la frase que más oyen nuestras ventanillas. Con ella se aplaza la
afiliación hasta que termine una prueba que muchas veces ni siquiera se pactó. El período de prueba
existe, pero no aplaza nada: quien está a prueba es trabajador desde el primer día, y un contrato
verbal también es un contrato.[^nota: Código Sustantivo del Trabajo, artículo 37, sobre la forma del
contrato, y artículo 77, según el cual el período de prueba se estipula por escrito.] Por eso no
pedimos una norma nueva. Corresponde hablar de información, de acompañamiento y de inspección
({cita:primera-cotizacion/3}).

## {#negocio} La cuenta del negocio pequeño

La costumbre tiene también su cuenta. Una panadería de tres empleados no deja de afiliar por maldad:
el mes en que contrata es el mes en que menos le alcanza, porque todavía está enseñando. A ese
negocio le sirve poco un regaño. Le sirven un plazo y la seguridad de que, si cumple, no quedará en
desventaja frente al vecino que no lo hace.

En las empresas grandes la explicación tiene que ser otra, y nuestros registros no alcanzan a darla.
Sabemos que, cuando contrata un tercero, algunas de las personas que acompañamos no podían decir
quién era su empleador ni a quién preguntarle por su afiliación. Desde este mes la ficha de Medellín
lo pregunta.

## {#sin-empleador} Quien no tiene empleador

En Quibdó, en Buenaventura y en las plazas de mercado de casi todas nuestras ciudades, el primer
trabajo es por cuenta propia: vender, llevar gente en moto, cuidar niños, salir a pescar. Allí no
hay empleador al que reclamarle ni nómina en la cual aparecer.

Quien vive así puede afiliarse como independiente, pero la cotización llega cada mes por el mismo
valor y el ingreso no. Un mes malo basta para atrasarse, y, hasta donde vemos, después del primer
atraso vuelven pocos. De ahí que nuestras organizaciones empiecen por una pregunta modesta: cuánto
entra en un mes malo.

## {#estudia} Quien estudia y trabaja

Conviene separar dos situaciones. Para quien hace una práctica que su programa exige, y que implica
un riesgo ocupacional, hay regla propia, y el costo no puede recaer en el estudiante.[^nota: Decreto
055 de 2015, sobre la afiliación de estudiantes al Sistema General de Riesgos Laborales.] Quien
además de estudiar trabaja para un empleador es un trabajador, así sea por horas, y como tal debe
estar afiliado.

De las 230 personas que acompañó Primer Turno, 64 estudiaban y trabajaban. De esas 64, 33 no
cotizaron un solo mes.[^nota: La primera cuenta decía 38, porque cinco fichas se habían sumado dos
veces; se corrigió a la vista de todos. Falta saber cuántas de las 33 personas hacían una práctica y
cuántas tenían empleador.] La razón que más repiten es «es por horas, no vale la pena». Sí vale la
pena, pero alguien tenía que explicárselo.

# {#hacemos} Lo que ya hacemos

Son prácticas pequeñas, probadas en un lugar o en dos. Las contamos porque dieron resultado y porque
otra organización puede empezar con ellas mañana.

- **Acompañar el primer trámite.** En Quibdó, una asociada con más de un año en la cooperativa se
  sienta con quien llega. Juntas:
  - revisan si los datos de salud están al día;
  - hacen una cuenta honesta de cuánto entra en un mes malo;
  - deciden si la persona cotiza como independiente o si primero ahorra con el grupo.
- **Afiliar en el sitio de trabajo.** En Pitalito, alguien de la cooperativa se sienta en el patio
  de la finca antes de que empiece la cosecha. Tiene que ser, a más tardar, la víspera.[^nota: La
  cobertura de riesgos laborales comienza el día calendario siguiente al de la afiliación
  (Decreto-ley 1295 de 1994, artículo 4). La Mesa tiene en consulta otro documento sobre ese día.]
- **Abrir cuando la gente puede.** Una federación observadora nos contó que en Cuenca, Ecuador, la
  ventanilla cerraba a las cinco y los jóvenes salían de clase a las seis. Abrió un sábado al mes y
  se llenó. En Medellín se probará por la mañana.
- **Responder mientras otro responde.** Una mutual prestó de su fondo de solidaridad a una joven que
  tuvo un accidente en su segunda semana de trabajo y pasó tres sin sueldo. El préstamo habla bien
  de la mutual; también muestra que alguien dejó de pagar lo que le tocaba.

De las 58 personas acompañadas en Quibdó, 23 ya cotizan. Las demás ahorran, y de ellas dice quien
lleva el cuaderno:

> De las 41 que empezaron por el ahorro, solo 6 pasaron a cotizar; ya están contadas en las 23. Pero
> ninguna de las 41 volvió al gota a gota, y eso también es protección.
>
> {cita:primera-cotizacion/10}

{#ultima-frase} Sobre esa última frase hubo discusión, y conviene dejarla escrita. El ahorro ayuda a
pasar un mes malo, pero no paga una pensión de invalidez. Por eso decimos que *prepara el camino*.
Unas organizaciones empiezan por la norma y otras por la olla; en esto llegaron al mismo lugar.

Una red observadora preguntó si, cuando termina el acompañamiento, la persona conserva un lazo con
la cooperativa. De las 58, siguen yendo 44, porque pueden quedarse en el grupo de ahorro sin ser
asociadas. Del segundo año no sabemos nada todavía: casi nadie ha llegado hasta ahí.

# {#compromisos} Lo que nos comprometemos a hacer

No queremos pedir sin ofrecer. Cada organización de la Mesa, en la medida de su tamaño:

1. preguntará a toda persona menor de 28 años que se acerque si alguien cotiza por ella, y anotará
   la respuesta en una ficha común;
2. tendrá a alguien, con nombre y horario conocidos, que acompañe el primer trámite;
3. entregará en su ventanilla una hoja de una página que diga:
   - qué debe hacer el empleador, y desde cuándo;
   - qué puede hacer quien trabaja por su cuenta;
   - adónde acudir si nadie responde;
4. publicará una vez al año su propia cuenta, con el modo en que se hizo y lo que quedó por fuera.

**Por confirmar en la sesión.** Cada organización debe llevar estos compromisos a su asamblea o a su
junta. Hasta entonces, la lista es una propuesta.

# {#pedimos} Lo que pedimos a las autoridades

Pedimos cinco cosas. Ninguna exige una ley nueva, y todas se pueden probar primero en un municipio.

1. **Información que llegue antes que el trabajo.** Una página en lenguaje corriente sobre la
   afiliación desde el primer día, que se entregue en el último año de colegio, en los institutos
   técnicos y en las oficinas de empleo. Ofrecemos redactarla con ustedes y probarla en nuestras
   ventanillas.
2. **Un lugar para preguntar sin denunciar.** Quien empieza necesita saber si está afiliado, a qué y
   desde cuándo, sin que la pregunta le cueste el puesto.
3. **Una inspección con orden.** Que las visitas empiecen por las empresas grandes y por los
   terceros que contratan para ellas; con los negocios pequeños, una primera visita de orientación y
   un plazo para ponerse al día.
4. **Atención fuera de las horas de clase.** Un sábado al mes, por la mañana, en las ciudades donde
   haya oficina. Nuestras organizaciones pueden avisar a sus asociados y acompañar la jornada.
5. **Respuesta por escrito.** Que a cada uno de estos puntos se conteste qué se hará, quién y
   cuándo, aunque la respuesta sea que no se puede.

# {#por-acordar} Lo que falta por acordar

## La bolsa común

Se propuso una bolsa que respalde las tres primeras cotizaciones de quien entra a un negocio de
menos de diez empleados. El negocio la devolvería en un año. La conversación mostró que hacen falta
dos instrumentos:

- **respaldo al negocio pequeño**, cuando hay contrato;
- **crédito a la persona**, cuando trabaja por su cuenta y no tiene a quién pasarle el recibo.

{#dos-fondos} Una red observadora nos habló de dos mutuales que trabajan así. La segunda comenzó con
un solo fondo y tuvo que separarlo, porque los negocios pedían más rápido que las personas.[^nota:
[Dos fondos, dos preguntas](https://example.org/dos-fondos). Está en francés; la red ofreció
traducir la parte de las reglas.]

Quedan abiertas tres preguntas:

1. qué hacen las mutuales cuyos estatutos no permiten prestarle a quien no es asociado;
2. quién administra la bolsa;
3. cuánto cuesta.

{#por-completar-costo} **Por completar.** Sin una cifra no hay propuesta. La tercera pregunta espera
las cuentas de Quibdó y de Medellín.

# {#sabremos} Cómo sabremos si sirve

{#sabremos-tabla} Dentro de un año llenaremos otra vez la tabla, con las mismas preguntas y en los
mismos lugares, y la publicaremos aunque no nos favorezca.

{#sabremos-lista} Diremos que este documento sirvió si podemos contestar que sí a tres preguntas:

- {#sabremos-preguntas} ¿Se acortó el tiempo en blanco de las personas que atendimos?
- ¿Sabe decir, quien trabaja por medio de un tercero, quién es su empleador?
- ¿Contestaron las autoridades, punto por punto, lo que aquí les pedimos?

{#sabremos-fin} No creemos que el tiempo en blanco desaparezca en doce meses. Nos bastaría con que
sea más corto y con que nadie lo atraviese solo.
""",
)

THE_EVE = DemoPaper(
    key="la-vispera",
    title="La víspera: un día de afiliación antes de cada cosecha, obra o temporada",
    audience="panel",
    sources=("primera-cotizacion",),
    states=(
        DemoState(
            by="ligia",
            hours_ago=212.5,
            words=(
                (
                    "El primer día, además, se trabaja sin conocer la pendiente, la herramienta ni "
                    "a los compañeros.",
                    "El primer día es el más peligroso.",
                ),
            ),
            without=("cada-parte", "pedimos", "no-resuelve"),
        ),
        DemoState(
            by="wilson",
            hours_ago=171.0,
            words=(
                (
                    "El primer día, además, se trabaja sin conocer la pendiente, la herramienta ni "
                    "a los compañeros.",
                    "El primer día es el más peligroso.",
                ),
            ),
            without=("no-resuelve",),
        ),
        DemoState(by="ligia", hours_ago=121.0, version="Texto para consulta"),
    ),
    stages=(
        DemoStage(
            to="consultation",
            by="amparo",
            hours_ago=119.5,
            version=1,
            note=(
                "Se reciben comentarios hasta la medianoche (hora de Bogotá) del lunes anterior a "
                "la sesión."
            ),
        ),
    ),
    comments=(
        DemoComment(
            block="vispera",
            quotation="a más tardar, la víspera",
            posts=(
                DemoPost(
                    by="wilson",
                    hours_ago=112.4,
                    body=(
                        "Agregaría la hora. A nosotros nos pasó que la jornada terminó a las siete "
                        "de la noche, el formulario quedó para el otro día y la gente salió a "
                        "pescar sin cobertura. Propongo: «a más tardar la víspera, y con tiempo "
                        "para presentarla ese mismo día»."
                    ),
                ),
                DemoPost(
                    by="ligia",
                    hours_ago=108.9,
                    answers=1,
                    body="Nos pasó igual con una finca sin señal. Me gusta esa redacción.",
                ),
            ),
        ),
        DemoComment(
            block="empleador",
            quotation="presta el sitio, firma y paga lo que le corresponde",
            posts=(
                DemoPost(
                    by="ivan",
                    hours_ago=97.3,
                    body=(
                        "¿Y quién le paga a la gente la mañana que pasa en el patio? Si es un día "
                        "sin jornal, no van. Esto hay que decirlo con todas las letras, aunque "
                        "incomode."
                    ),
                ),
                DemoPost(
                    by="ligia",
                    hours_ago=94.0,
                    answers=1,
                    body=(
                        "En las fincas donde ha funcionado, el dueño da el almuerzo y reconoce "
                        "media jornada. En las otras, nada. Puedo escribirlo como recomendación."
                    ),
                ),
                DemoPost(
                    by="ivan",
                    hours_ago=93.6,
                    answers=2,
                    body="Como recomendación me sirve, si dice «media jornada».",
                ),
            ),
        ),
        DemoComment(
            block="constancia",
            quotation="una constancia de una página",
            posts=(
                DemoPost(
                    by="maelle",
                    hours_ago=88.7,
                    body=(
                        "Como observadora, pregunto si la constancia puede ser la misma hoja en "
                        "todos los lugares. En nuestra red cada mutual tenía la suya, y a la "
                        "persona que cambiaba de patrón nadie se la reconocía. Bastó con acordar "
                        "el orden de cinco renglones."
                    ),
                ),
            ),
        ),
        DemoComment(
            block="firma",
            quotation="quién firma como empleador",
            posts=(
                DemoPost(
                    by="ernesto",
                    hours_ago=70.1,
                    body=(
                        "Este punto es el corazón del documento y está en media línea. Cuando la "
                        "cuadrilla la trae un contratista, el dueño dirá que el empleador es el "
                        "otro, y el otro no estará en el patio. Sugiero un renglón aparte: si "
                        "nadie firma, no empieza la jornada de afiliación y se deja por escrito."
                    ),
                ),
            ),
        ),
        DemoComment(
            block="documentos",
            quotation="el nombre de su EPS y de su fondo de pensiones",
            posts=(
                DemoPost(
                    by="socorro",
                    hours_ago=49.6,
                    body=(
                        "Muchas no saben qué es un fondo de pensiones, y les va a dar pena "
                        "decirlo. Pongamos que traigan el documento de identidad y el celular; lo "
                        "demás se averigua en la mesa, sin afán."
                    ),
                ),
            ),
        ),
        DemoComment(
            block="autoridad",
            quotation="el viernes y el sábado anteriores",
            posts=(
                DemoPost(
                    by="rodrigo",
                    hours_ago=26.8,
                    body=(
                        "Por si ayuda: en Cuenca lo del sábado funcionó cuando la oficina publicó "
                        "las fechas del año entero en una sola hoja. Las dos primeras veces se "
                        "avisó con tres días y no llegó casi nadie. Es la experiencia de un cantón."
                    ),
                ),
            ),
        ),
    ),
    text="""
# Qué proponemos

En la cosecha de café, en las obras y en las temporadas de comercio, mucha gente empieza y termina
un trabajo en pocas semanas. Cuando alguien logra explicarle el formulario, ya va para otro lado.

Proponemos algo que cabe en una mañana: **un solo día de afiliación por sitio de trabajo, antes de
empezar**, con alguien de la organización solidaria sentado donde la gente llega.

La idea viene de la Cooperativa Grano Maduro, que la ha probado en Pitalito durante tres cosechas
({cita:primera-cotizacion/12}). Donde el dueño presta el patio se afilia casi todo el mundo; donde
no, casi nadie. Son observaciones, sin conteo, y así las presentamos.

# Por qué la víspera

{#vispera} La cobertura de riesgos laborales empieza el día calendario siguiente al de la
afiliación.[^nota: Decreto-ley 1295 de 1994, artículo 4.] Quien se afilia el mismo lunes en que
arranca pasa el lunes descubierto. El primer día, además, se trabaja sin conocer la pendiente, la
herramienta ni a los compañeros. La jornada tiene que hacerse, a más tardar, la víspera. En Pitalito
la pasaron al viernes.

Hay otra razón, menos jurídica. Antes de empezar, todos tienen tiempo: el dueño espera gente, la
gente espera trabajo y nadie está perdiendo un jornal. Tres días después, cualquier formulario
estorba.

# Cómo se hace

1. {#firma} **Una semana antes**, la organización acuerda con el dueño de la finca, el maestro de
   obra o el administrador del local el sitio, la hora y quién firma como empleador.
2. {#documentos} **Tres días antes** se avisa a la gente qué debe traer: el documento de identidad
   y, si los conoce, el nombre de su EPS y de su fondo de pensiones.
3. **La víspera**, en una mesa con sombra y agua:
   - se revisa si los datos de salud de cada persona están al día;
   - el empleador presenta las afiliaciones que le tocan;
   - {#constancia} cada persona recibe una constancia de una página: quién es su empleador, a qué
     quedó afiliada y desde qué día.
4. **Al terminar la labor**, la organización pregunta a cada persona para dónde va y le dice quién
   puede recibirla allá.

Una jornada para cuarenta personas requiere dos acompañantes y toma, según calcula la cooperativa,
toda una mañana.

Lo que más tiempo toma no es escribir. Toman tiempo los números de documento mal copiados, la señal
del celular y las preguntas, que son muchas y casi todas buenas: qué pasa con el régimen subsidiado,
si los hijos siguen cubiertos, qué ocurre cuando termina la cosecha. Quien acompaña no tiene que
saberlo todo. Tiene que anotar lo que no supo contestar y volver con la respuesta.

# {#cada-parte} Qué pone cada parte

- {#empleador} **El empleador** presta el sitio, firma y paga lo que le corresponde. La organización
  solidaria no lo reemplaza en ninguna de las tres cosas.
- **La organización** pone a quienes acompañan, explica y ayuda a llenar. No recibe dinero de las
  cotizaciones, no cobra por el acompañamiento y no se queda con copias de documentos.[^nota: La
  lista de asistentes lleva solamente nombre, municipio y firma, y se destruye al terminar la
  temporada.]
- {#autoridad} **La autoridad** informa. Le pedimos que atienda consultas por teléfono el viernes y
  el sábado anteriores a la temporada, que es cuando se hacen las jornadas.

# {#pedimos} Lo que pedimos a las autoridades del trabajo

1. Una hoja oficial, de una sola página y en lenguaje corriente, con lo que se debe saber antes del
   primer día. Hoy cada organización reparte la suya.
2. Un calendario de temporadas por departamento, acordado con los gremios y las organizaciones, para
   saber con dos meses de anticipación dónde harán falta las jornadas y quién las acompaña.
3. Tres temporadas de prueba: una de cosecha, una de obra y una de comercio. Al final publicaremos
   juntos lo que resultó y lo que no.

# {#no-resuelve} Lo que esta propuesta no resuelve

Un día de afiliación no alcanza para todo, y preferimos decirlo desde ahora:

- a quien cobra por kilo y cambia de finca cada semana, una jornada por finca le llega tarde;
- a quien trabaja por su cuenta nadie le firma, y para esas personas la Mesa prepara otro documento;
- cuando el dueño no presta el patio, la organización no puede obligarlo.

La propuesta tampoco sirve para los menores de edad. Su trabajo tiene reglas propias y permisos que
no se resuelven en una mañana.

Lo del patio es lo que más nos preocupa. De poco sirve la mesa si solo se instala donde ya hay buena
voluntad. Quien tenga una idea sobre esto la puede dejar aquí, al lado de este párrafo.
""",
)

TRANSFER_SHEET = DemoPaper(
    key="hoja-de-traslado",
    title="La hoja de traslado: qué debe viajar con quien cambia de ciudad",
    audience="visitors",
    group="portabilidad",
    sources=("cambio-de-ciudad",),
    states=(
        DemoState(
            by="german",
            hours_ago=446.0,
            words=(
                (
                    "antigüedad: desde cuándo y hasta cuándo estuvo la persona, con las "
                    "interrupciones;",
                    "antigüedad;",
                ),
                (
                    "auxilios en trámite: cuáles, desde cuándo y qué falta.",
                    "auxilios en trámite;\n"
                    "- {#renglon} si quedó a paz y salvo con la organización.",
                ),
            ),
            without=("paz-y-salvo", "motivos", "uso", "abierto", "seguimiento"),
        ),
        DemoState(
            by="socorro",
            hours_ago=397.5,
            version="Borrador para consulta",
            words=(
                (
                    "antigüedad: desde cuándo y hasta cuándo estuvo la persona, con las "
                    "interrupciones;",
                    "antigüedad;",
                ),
                (
                    "auxilios en trámite: cuáles, desde cuándo y qué falta.",
                    "auxilios en trámite;\n"
                    "- {#renglon} si quedó a paz y salvo con la organización.",
                ),
                (
                    "la entrega a la persona, en papel o para el celular, a más tardar ocho días "
                    "después de que la pida.",
                    "la entrega a la persona en el menor tiempo posible.",
                ),
                (
                    "Cada organización decide si reconoce la antigüedad que trae la hoja. Si la "
                    "reconoce, dice hasta cuántos años; si no, también lo dice, y pone la "
                    "respuesta en su ventanilla.",
                    "Las organizaciones de la Mesa reconocen la antigüedad que trae la hoja.",
                ),
            ),
            without=("paz-y-salvo", "motivos", "grupos", "seguimiento"),
        ),
        DemoState(
            by="socorro",
            hours_ago=246.0,
            version="Texto después de la consulta",
            words=(
                ("a más tardar ocho días después", "a más tardar quince días después"),
                (
                    "Si la reconoce, dice hasta cuántos años; si no, también lo dice, y pone la "
                    "respuesta en su ventanilla.",
                    "Si la reconoce, dice hasta cuántos años.",
                ),
            ),
        ),
        DemoState(by="german", hours_ago=128.5, version="Texto acordado en Popayán"),
    ),
    stages=(
        DemoStage(
            to="consultation",
            by="amparo",
            hours_ago=396.0,
            version=1,
            note="Cinco días para comentar, también por teléfono a la Secretaría.",
        ),
        DemoStage(
            to="draft",
            by="amparo",
            hours_ago=270.0,
            note="Se cierra la consulta. María del Socorro recoge lo que se comentó.",
        ),
        DemoStage(
            to="consultation",
            by="amparo",
            hours_ago=244.0,
            version=2,
            note="Este es el texto que se lleva a Popayán.",
        ),
        DemoStage(
            to="draft",
            by="german",
            hours_ago=130.0,
            note=(
                "En el encuentro se cambiaron quince días por ocho y se agregó que quien no "
                "reconoce la antigüedad también lo diga. Se abre el texto para escribirlo así."
            ),
        ),
        DemoStage(
            to="consultation",
            by="german",
            hours_ago=128.2,
            version=3,
            note="Un día para revisar que el texto diga lo que se acordó.",
        ),
        DemoStage(
            to="adopted",
            by="amparo",
            hours_ago=101.0,
            version=3,
            note="Nadie encontró diferencias con lo acordado.",
        ),
    ),
    comments=(
        DemoComment(
            block="renglon",
            quotation="si quedó a paz y salvo con la organización",
            posts=(
                DemoPost(
                    by="hernando",
                    hours_ago=381.5,
                    body=(
                        "Si este renglón va en la lista, el que quedó debiendo no pide la hoja, y "
                        "es justamente el que más la necesita. En el hilo se había dicho que cada "
                        "quien decide si lo muestra."
                    ),
                ),
                DemoPost(
                    by="rodrigo",
                    hours_ago=377.0,
                    answers=1,
                    body=(
                        "En nuestras cajas lo ponemos al respaldo, con firma aparte. Quien no lo "
                        "quiere mostrar entrega una copia del anverso y ya."
                    ),
                ),
                DemoPost(
                    by="socorro",
                    hours_ago=352.3,
                    answers=1,
                    body=(
                        "Tienen razón. Lo saco de la lista y queda en un párrafo aparte, solo si "
                        "la persona lo quiere."
                    ),
                ),
            ),
            conclusion=(
                "El renglón salió de la lista y quedó como un párrafo aparte: lo decide la persona."
            ),
            closed_hours_ago=245.5,
        ),
        DemoComment(
            block="plazo",
            quotation="a más tardar quince días después de que la pida",
            posts=(
                DemoPost(
                    by="wilson",
                    hours_ago=221.8,
                    body=(
                        "Quince días es mucho. A quien le sale un barco o un puesto en Cali le "
                        "avisan de un viernes para un lunes. ¿Alguien no alcanza a llenar una hoja "
                        "en una semana?"
                    ),
                ),
                DemoPost(
                    by="ivan",
                    hours_ago=199.4,
                    answers=1,
                    body=(
                        "En Morichal firma la junta, que se reúne los miércoles. Con ocho días "
                        "alcanzamos; con menos, no."
                    ),
                ),
            ),
        ),
    ),
    adoption=DemoAdoption(
        hours_ago=146.0,
        meeting="Encuentro presencial de la Mesa, Popayán",
        wording=(
            "Las nueve organizaciones con voto, reunidas en Popayán, adoptan la hoja de traslado "
            "como recomendación de la Mesa, por acuerdo y sin ninguna en contra. Mutual Morichal "
            "pide que conste que por ahora no podrá reconocer la antigüedad, y que entregará la "
            "hoja a quien se la pida."
        ),
    ),
    text="""
# La situación

En varias de nuestras ciudades, muchos jóvenes se van cuando terminan el colegio, y algunos vuelven
dos o tres años después. Al mudarse pierden cosas que no caben en una maleta: el tiempo que llevaban
en su mutual, el ahorro que dejaron y el auxilio que tenían en trámite. Quien los recibe empieza de
cero, y ellos también.

En salud, una parte ya está resuelta. Existe la portabilidad, y quien se traslada por un tiempo a
otro municipio puede pedir que su EPS lo atienda allá. No pedimos nada nuevo sobre ella: falta que
la gente la conozca, y eso nos toca a nosotros.

# Lo que recomendamos

La Mesa recomienda que toda mutual, cooperativa, fundación o grupo de ahorro entregue a quien se
muda una **hoja de traslado** de una sola página. La lleva la propia persona. No va de una
organización a otra, ni por correo ni por teléfono.

## Lo que dice la hoja

- {#antiguedad} antigüedad: desde cuándo y hasta cuándo estuvo la persona, con las interrupciones;
- ahorro: cuánto tiene, cuánto se le entregó y en qué fecha;
- {#auxilios} auxilios en trámite: cuáles, desde cuándo y qué falta.

{#paz-y-salvo} Si la persona lo quiere, la organización agrega en un renglón separado si quedó a paz
y salvo. Ella decide si lo muestra.

## Lo que la hoja no dice

1. Diagnósticos, incapacidades o cualquier otro dato de salud.[^nota: Son datos sensibles según la
   Ley 1581 de 2012. Para tratarlos se requiere, por regla general, la autorización explícita de la
   persona.]
2. Deudas con terceros.
3. Motivos de retiro.

{#motivos} Nos contaron de un joven al que descartaron de un trabajo por una incapacidad vieja, que
alguien comentó por teléfono. Por eso la segunda lista es tan importante como la primera.

# {#uso} Cómo se usa

1. La persona la pide, de palabra o por escrito. No tiene que explicar por qué se va.
2. {#plazo} La organización la entrega a la persona, en papel o para el celular, a más tardar ocho
   días después de que la pida. Es gratuita.
3. La firman dos personas de la organización. En los grupos de ahorro del Cauca firman tres, y
   recomendamos conservar esa costumbre: nadie firma una mentira delante de otras dos.
4. {#reconocer} Cada organización decide si reconoce la antigüedad que trae la hoja. Si la reconoce,
   dice hasta cuántos años; si no, también lo dice, y pone la respuesta en su ventanilla.
5. Quien recibe la hoja la lee, anota lo que reconoce y la devuelve. El original es de la persona.

En un taller en Medellín les preguntamos a cuarenta jóvenes cómo la preferían: a treinta y seis les
sirve en el celular y nueve la quieren en papel; algunos levantaron la mano dos veces. Fue el sondeo
de una tarde, y basta para ofrecer las dos formas.

{#grupos} Los grupos de ahorro que no tienen papelería pueden escribirla a mano. Una hoja de
cuaderno con los tres datos, la fecha y las firmas vale lo mismo que un formulario impreso.

# {#abierto} Lo que queda abierto

No hay acuerdo sobre quién responde cuando la persona se enferma poco después de llegar. Una red
observadora nos contó que, entre tres de sus mutuales, paga la que recibe, y que la de origen le
entrega una suma fija durante seis meses, igual para todos los casos. Lo tomamos como ejemplo y no
como compromiso. La pregunta pasa al grupo de trabajo Portabilidad entre ciudades.

# {#seguimiento} Seguimiento

Cada organización contará cuántas hojas entregó y cuántas recibió, sin nombres, y lo dirá en la
última sesión del año. Con esa cuenta la Mesa revisará esta recomendación.

El grupo de trabajo preparará un modelo de la hoja, con letra grande y sin siglas, para quien quiera
usarlo. No es obligatorio: lo que importa es que estén los tres datos y que no esté nada más.

Invitamos a las autoridades a hacer dos cosas sencillas:

- dar a conocer la portabilidad en salud en los terminales de transporte, en los colegios y en las
  oficinas de empleo;
- mencionar la hoja de traslado cuando orienten a quien llega a una ciudad nueva.

Mesa de empresas sociales{salto}Colombia
""",
)

PAPERS = (BEFORE_THE_FIRST, THE_EVE, TRANSFER_SHEET)
