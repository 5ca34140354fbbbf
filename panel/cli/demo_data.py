"""The demo's panel: who sits in it, for whom they speak, and what they have said so far.

The people, the organisations they speak for and every figure are invented. The four real
organisations stand in the directory only: nobody sits for them and they say nothing.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoPanel:
    """The panel that the demo opens."""

    slug: str
    name: str
    place: str
    language: str
    time_zone: str


@dataclass(frozen=True)
class DemoOrganisation:
    """An organisation: enterprise, federation, network, academic or authority by its kind."""

    key: str
    name: str
    kind: str
    place: str
    about: str


@dataclass(frozen=True)
class DemoPerson:
    """A person with a seat: reader, commenter, member, moderator or authority by its role."""

    key: str
    name: str
    email: str
    language: str
    time_zone: str
    organisation: str
    role: str
    about: str = ""


@dataclass(frozen=True)
class DemoGroup:
    """A working group and the keys of the people in it."""

    key: str
    name: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class DemoPost:
    """A post; `answers` is the number of the post answered, from 1 in the order of the thread.

    `body` is the first text and `edited` the later one; `hidden` is the moderator's reason.
    """

    by: str
    hours_ago: float
    body: str
    answers: int | None = None
    edited: str = ""
    hidden: str = ""


@dataclass(frozen=True)
class DemoThread:
    """A thread, its posts in the order of time; closed when it has a conclusion.

    The audience is "panel", "members", "visitors" or "group:" and the key of a group.
    """

    key: str
    title: str
    audience: str
    posts: tuple[DemoPost, ...]
    pinned: bool = False
    conclusion: str = ""
    closed_hours_ago: float = 0


PANEL = DemoPanel(
    slug="colombia",
    name="Mesa de empresas sociales",
    place="Colombia",
    language="es",
    time_zone="America/Bogota",
)

ORGANISATIONS = (
    DemoOrganisation(
        key="secretaria",
        name="Secretaría de la Mesa",
        kind="network",
        place="Bogotá",
        about="Convoca las sesiones, modera los hilos y guarda los documentos. No vota.",
    ),
    DemoOrganisation(
        key="cordilleras",
        name="Federación Mutual Tres Cordilleras",
        kind="federation",
        place="Pereira",
        about="Agrupa a diecinueve mutuales pequeñas de Risaralda, Caldas, Quindío y Tolima.",
    ),
    DemoOrganisation(
        key="tejido",
        name="Cooperativa Tejido de Selva",
        kind="enterprise",
        place="Quibdó",
        about="Cooperativa de trabajo y ahorro de mujeres y jóvenes de cuatro barrios de Quibdó.",
    ),
    DemoOrganisation(
        key="sinu",
        name="Mutual Vientos del Sinú",
        kind="enterprise",
        place="Montería",
        about="Auxilios funerarios, de salud y de estudio para familias del valle del Sinú.",
    ),
    DemoOrganisation(
        key="grano",
        name="Cooperativa Grano Maduro",
        kind="enterprise",
        place="Pitalito",
        about="Caficultores del sur del Huila y las cuadrillas que recogen su cosecha.",
    ),
    DemoOrganisation(
        key="paramos",
        name="Universidad de los Páramos",
        kind="academic",
        place="Tunja",
        about="Grupo de estudio sobre economía solidaria y protección social.",
    ),
    DemoOrganisation(
        key="turno",
        name="Fundación Primer Turno",
        kind="enterprise",
        place="Medellín",
        about="Acompaña a jóvenes del valle de Aburrá en sus primeros seis meses de trabajo.",
    ),
    DemoOrganisation(
        key="faro",
        name="Mutual Faro del Pacífico",
        kind="enterprise",
        place="Buenaventura",
        about="Mutual de pescadores, estibadores y vendedoras de la plaza de mercado.",
    ),
    DemoOrganisation(
        key="granito",
        name="Red de Grupos de Ahorro Granito a Granito",
        kind="enterprise",
        place="Popayán",
        about="Treinta y dos grupos de ahorro y crédito de mujeres del Cauca.",
    ),
    DemoOrganisation(
        key="morichal",
        name="Mutual Morichal",
        kind="enterprise",
        place="Villavicencio",
        about="Crédito y auxilios para trabajadores del comercio y del campo en el Meta.",
    ),
    DemoOrganisation(
        key="pasarela",
        name="Red Mutualista Pasarela",
        kind="network",
        place="Lieja, Bélgica",
        about="Red de mutuales de tres países. Observa la Mesa y colabora en el módulo educativo.",
    ),
    DemoOrganisation(
        key="austro",
        name="Federación Solidaria del Austro",
        kind="federation",
        place="Cuenca, Ecuador",
        about="Cooperativas y cajas de ahorro del sur del Ecuador. Observa y comenta.",
    ),
    DemoOrganisation(
        key="memoria",
        name="Centro de Memoria Solidaria",
        kind="academic",
        place="Cartagena",
        about="Archivo de sociedades de auxilio mutuo y cooperativas del Caribe. Observa.",
    ),
    DemoOrganisation(
        key="rioplatense",
        name="Red Rioplatense de Mutuales Jóvenes",
        kind="network",
        place="Rosario, Argentina",
        about="Reúne a jóvenes dirigentes de mutuales del litoral. Observa.",
    ),
    DemoOrganisation(
        key="direccion",
        name="Dirección Nacional de Trabajo Joven",
        kind="authority",
        place="Bogotá",
        about="Entidad pública imaginaria, creada para esta demostración.",
    ),
    # Real, and in the directory only.
    DemoOrganisation(
        key="gestar-salud",
        name="GESTAR SALUD",
        kind="federation",
        place="Colombia",
        about=(
            "Asociación colombiana de empresas gestoras del aseguramiento de la salud, de origen "
            "mutual y solidario."
        ),
    ),
    DemoOrganisation(
        key="ama",
        name="AMA, Alianza del Mutualismo de América",
        kind="federation",
        place="América",
        about="Reúne a organizaciones mutuales de varios países de América.",
    ),
    DemoOrganisation(
        key="aim",
        name="AIM, Asociación Internacional de la Mutualidad",
        kind="federation",
        place="Bruselas, Bélgica",
        about=(
            "Asociación internacional de mutualidades (Association Internationale de la Mutualité)."
        ),
    ),
    DemoOrganisation(
        key="educacion-solidaridad",
        name="Red Educación y Solidaridad",
        kind="network",
        place="Internacional",
        about=(
            "Red internacional de mutuales y organizaciones de la educación (Education and "
            "Solidarity Network)."
        ),
    ),
)

PEOPLE = (
    DemoPerson(
        key="amparo",
        name="Amparo Villota Rincón",
        email="amparo@mesa.example",
        language="es",
        time_zone="America/Bogota",
        organisation="secretaria",
        role="moderator",
        about="Prepara las sesiones de la Mesa y responde por sus documentos.",
    ),
    DemoPerson(
        key="german",
        name="Germán Hoyos Tabares",
        email="german@mesa.example",
        language="es",
        time_zone="America/Bogota",
        organisation="cordilleras",
        role="moderator",
        about="Coordina la formación de dirigentes en las mutuales de la federación.",
    ),
    DemoPerson(
        key="yurleidy",
        name="Yurleidy Palacios Córdoba",
        email="yurleidy@mesa.example",
        language="es",
        time_zone="America/Bogota",
        organisation="tejido",
        role="member",
        about="Lleva el ahorro de la cooperativa y abre las cuentas de los más jóvenes.",
    ),
    DemoPerson(
        key="hernando",
        name="Hernando Buelvas Otero",
        email="hernando@mesa.example",
        language="es",
        time_zone="America/Bogota",
        organisation="sinu",
        role="member",
        about="Atiende los auxilios funerarios y de estudio; antes fue maestro rural.",
    ),
    DemoPerson(
        key="ligia",
        name="Ligia Estela Cuéllar",
        email="ligia@mesa.example",
        language="es",
        time_zone="America/Bogota",
        organisation="grano",
        role="member",
        about="Organiza las cuadrillas de recolección y sus afiliaciones.",
    ),
    DemoPerson(
        key="ernesto",
        name="Ernesto Sanabria Niño",
        email="ernesto@mesa.example",
        language="es",
        time_zone="America/Bogota",
        organisation="paramos",
        role="member",
        about="Investiga la seguridad social de quienes trabajan por su cuenta.",
    ),
    DemoPerson(
        key="dayana",
        name="Dayana Restrepo Gil",
        email="dayana@mesa.example",
        language="es",
        time_zone="America/Bogota",
        organisation="turno",
        role="member",
        about="Acompaña el primer empleo y habla con las empresas que contratan.",
    ),
    DemoPerson(
        key="wilson",
        name="Wilson Angulo Riascos",
        email="wilson@mesa.example",
        language="es",
        time_zone="America/Bogota",
        organisation="faro",
        role="member",
        about="Preside la mutual; conoce el puerto y la plaza de mercado.",
    ),
    DemoPerson(
        key="socorro",
        name="María del Socorro Chilito",
        email="socorro@mesa.example",
        language="es",
        time_zone="America/Bogota",
        organisation="granito",
        role="member",
    ),
    DemoPerson(
        key="ivan",
        name="Iván Darío Moncada",
        email="ivan@mesa.example",
        language="es",
        time_zone="America/Bogota",
        organisation="morichal",
        role="member",
    ),
    DemoPerson(
        key="maelle",
        name="Maëlle Kerdoret",
        email="maelle@mesa.example",
        language="en",
        time_zone="Europe/Brussels",
        organisation="pasarela",
        role="commenter",
        about="Coordinates the network's work on education; reads Spanish, writes in English.",
    ),
    DemoPerson(
        key="rodrigo",
        name="Rodrigo Cajamarca Ulloa",
        email="rodrigo@mesa.example",
        language="es",
        time_zone="America/Guayaquil",
        organisation="austro",
        role="commenter",
    ),
    DemoPerson(
        key="nelly",
        name="Nelly Quiñones Barrios",
        email="nelly@mesa.example",
        language="es",
        time_zone="America/Bogota",
        organisation="memoria",
        role="reader",
        about="Archivista: cuida las actas de las sociedades de auxilio mutuo.",
    ),
    DemoPerson(
        key="ines",
        name="Inés Baldomir",
        email="ines@mesa.example",
        language="es",
        time_zone="America/Argentina/Buenos_Aires",
        organisation="rioplatense",
        role="reader",
    ),
    DemoPerson(
        key="clara",
        name="Clara Inés Fonseca",
        email="clara@mesa.example",
        language="es",
        time_zone="America/Bogota",
        organisation="direccion",
        role="authority",
        about="Recibe lo que la Mesa entrega sobre empleo joven.",
    ),
)

# The first five stand for the five roles; the last lets two members talk to each other.
SIGN_INS = ("amparo", "yurleidy", "maelle", "nelly", "clara", "hernando")

GROUPS = (
    DemoGroup(
        key="modulo",
        name="Módulo sobre mutuales",
        people=("german", "yurleidy", "ernesto", "dayana", "maelle"),
    ),
    DemoGroup(
        key="portabilidad",
        name="Portabilidad entre ciudades",
        people=("german", "wilson", "dayana", "socorro", "ivan"),
    ),
)

FIRST_CONTRIBUTION = DemoThread(
    key="primera-cotizacion",
    title="Trabajar sin estar cubierto: qué pasa antes de la primera cotización",
    audience="panel",
    posts=(
        DemoPost(
            by="dayana",
            hours_ago=290.5,
            body=(
                "En Primer Turno acompañamos a jóvenes de 18 a 24 años durante sus primeros seis "
                "meses de trabajo. El año pasado fueron 230, casi todos en comercio, cocinas y "
                "obras pequeñas de Medellín y Bello. La pregunta que más nos hacen no es cuánto "
                "van a ganar, sino «¿y si me pasa algo?».\n\n"
                "Según nuestro propio registro, 97 de los 230 trabajaron al menos un mes completo "
                "sin que el empleador los afiliara. Seguían en salud como beneficiarios de la "
                "familia o en el régimen subsidiado, y por eso nadie lo notaba: ni ellos ni sus "
                "papás. El vacío estaba en riesgos laborales y en pensión, que no se echan de "
                "menos hasta que hacen falta.\n\n"
                "Quisiera que de este hilo salieran dos cosas: **por qué** ocurre ese tiempo en "
                "blanco en cada región y **qué** puede hacer una organización solidaria mientras "
                "llega la primera cotización. Cuenten lo que ven, aunque sea poco."
            ),
        ),
        DemoPost(
            by="hernando",
            hours_ago=290.1,
            body=(
                "En Montería es igual. El patrón dice «veamos primero si sirve» y en ese «veamos» "
                "se van dos meses."
            ),
        ),
        DemoPost(
            by="ernesto",
            hours_ago=287.0,
            answers=2,
            body=(
                "Conviene separar dos cosas que suelen ir juntas en la conversación. El período de "
                "prueba existe, pero no aplaza la obligación de afiliar: quien está a prueba es "
                "trabajador desde el primer día. Y un contrato verbal también es un contrato.\n\n"
                "De modo que lo que describe don Hernando no es un vacío de la norma, sino una "
                "costumbre que la norma no ha logrado cambiar. Lo señalo porque nuestro documento "
                "tendría otro tono en cada caso. Si faltara una norma, la pediríamos; como lo que "
                "hay es una costumbre, corresponde hablar de información, de acompañamiento y de "
                "inspección."
            ),
        ),
        DemoPost(
            by="ivan",
            hours_ago=286.2,
            answers=3,
            body=(
                "Profesor, con respeto: la costumbre también tiene su cuenta. Una panadería de "
                "tres empleados no deja de afiliar por maldad, sino porque ese mes no le alcanza. "
                "Si el documento no habla de plata, lo van a leer como un regaño."
            ),
        ),
        DemoPost(
            by="dayana",
            hours_ago=284.6,
            answers=4,
            body=(
                "De acuerdo en que no sea un regaño. Pero no todos eran negocios pequeños: 31 de "
                "nuestros 97 trabajaban en empresas de más de cincuenta personas. A esas sí les "
                "alcanza."
            ),
        ),
        DemoPost(
            by="ivan",
            hours_ago=265.5,
            answers=5,
            body="¿Contratados por la empresa o por medio de un tercero?",
        ),
        DemoPost(
            by="dayana",
            hours_ago=264.9,
            answers=6,
            body=(
                "Buena pregunta, y no la puedo contestar completa. A 19 los contrató un tercero; "
                "de los otros 12 no anotamos quién firmó. Desde este mes la ficha lo pregunta."
            ),
        ),
        DemoPost(
            by="yurleidy",
            hours_ago=263.0,
            body=(
                "Buenas, les escribo desde Quibdó. Aquí el tiempo en blanco no dura uno o dos "
                "meses: para muchos dura toda la juventud. La mayoría empieza vendiendo, llevando "
                "gente en moto o cuidando niños, y no hay empleador al que reclamarle.\n\n"
                "Lo que hicimos en la cooperativa es sencillo. Una asociada con más de un año "
                "acompaña el primer trámite de alguien que llega:\n\n"
                "- revisan juntas si los datos de salud están al día;\n"
                "- hacen una cuenta honesta de cuánto entra en un mes malo;\n"
                "- deciden si la persona cotiza como independiente o si primero ahorra con el "
                "grupo.\n\n"
                "Van 58 parejas en catorce meses, contadas por mí en un cuaderno. De las 58 "
                "personas acompañadas, 23 ya cotizan. No es una maravilla, pero antes no cotizaba "
                "ninguna."
            ),
        ),
        DemoPost(
            by="socorro",
            hours_ago=262.2,
            answers=8,
            body=(
                "Ese cuaderno vale oro, Yurleidy. ¿Y las que primero ahorran? En nuestros grupos "
                "el ahorro casi siempre termina en matrículas o en el techo de la casa, y casi "
                "nunca en cotizar."
            ),
        ),
        DemoPost(
            by="yurleidy",
            hours_ago=261.8,
            answers=9,
            body=(
                "Aquí también, doña Socorro, para qué le voy a decir mentiras. De las 41 que "
                "empezaron por el ahorro, solo 6 pasaron a cotizar; ya están contadas en las 23. "
                "Pero ninguna de las 41 volvió al gota a gota, y eso también es protección."
            ),
        ),
        DemoPost(
            by="ernesto",
            hours_ago=242.4,
            answers=10,
            body=(
                "Con su permiso, quisiera discutir esa última frase. El ahorro ayuda a pasar un "
                "mes malo, pero no paga una pensión de invalidez. Si en el documento llamamos "
                "«protección» a las dos cosas, alguien concluirá que con el ahorro basta."
            ),
        ),
        DemoPost(
            by="ligia",
            hours_ago=241.0,
            body=(
                "En Pitalito el primer día de trabajo se repite con cada cosecha. Llegan "
                "recolectores de cuatro departamentos, muchos de menos de 25 años, y se quedan "
                "seis u ocho semanas. Cuando uno termina de explicarles el formulario, ya van para "
                "otra finca.\n\n"
                "Lo que nos funciona es un solo día de afiliación por finca, antes de empezar, con "
                "alguien de la cooperativa sentado en el patio. Donde el dueño presta el patio se "
                "afilia casi todo el mundo; donde no, casi nadie. No tengo cifras, solo tres "
                "cosechas de mirar."
            ),
        ),
        DemoPost(
            by="wilson",
            hours_ago=240.2,
            answers=12,
            body=(
                "Un dato que en el puerto aprendimos a golpes: la cobertura de riesgos laborales "
                "empieza **el día calendario siguiente** al de la afiliación. Si se afilia el "
                "mismo lunes en que se arranca, el lunes queda descubierto. Ese día de patio tiene "
                "que ser, a más tardar, la víspera."
            ),
        ),
        DemoPost(
            by="socorro",
            hours_ago=239.6,
            answers=11,
            body=(
                "Nadie dice que baste, profesor. Digo que por ahí es por donde entra la gente. "
                "Usted empieza por la norma y nosotras por la olla."
            ),
        ),
        DemoPost(
            by="ligia",
            hours_ago=238.0,
            answers=13,
            body="No lo teníamos así de claro. Lo pasamos para el viernes.",
        ),
        DemoPost(
            by="ernesto",
            hours_ago=237.3,
            answers=14,
            body=(
                "Acepto lo de la olla. Propongo esta redacción: «El ahorro solidario prepara el "
                "camino hacia la protección social y no la reemplaza». ¿Le serviría?"
            ),
        ),
        DemoPost(
            by="maelle",
            hours_ago=218.5,
            answers=8,
            body=(
                "Agradezco mucho este relato, que es muy claro. En mi región existió algo parecido "
                "hace bastante tiempo: en cada taller, un obrero con experiencia se ocupaba de los "
                "recién llegados, y de esa costumbre nacieron varias mutuales.\n\n"
                "Me permito una pregunta de observadora. Cuando el acompañamiento termina, ¿la "
                "persona joven guarda un lazo con la cooperativa o se va sin más? Lo pregunto "
                "porque, en lo que hemos podido ver, el segundo año resulta más difícil que el "
                "primero."
            ),
        ),
        DemoPost(
            by="yurleidy",
            hours_ago=215.0,
            answers=17,
            body=(
                "Se queda con un pie adentro: puede seguir en el grupo de ahorro sin ser asociada. "
                "De las 58, siguen viniendo 44. Del segundo año todavía no sé decirle, porque casi "
                "nadie ha llegado hasta ahí."
            ),
        ),
        DemoPost(
            by="hernando",
            hours_ago=193.2,
            body=(
                "Les cuento un caso para no quedarnos en la teoría. Yamile, la afiliada nuestra "
                "que atiende la heladería frente al parque de Cereté, se quemó un brazo en su "
                "segunda semana, y el dueño todavía sostiene que ella no trabajaba ahí."
            ),
            hidden="Nombraba a una persona afiliada y decía dónde trabaja.",
        ),
        DemoPost(
            by="amparo",
            hours_ago=192.6,
            answers=19,
            body=(
                "Retiré esta intervención porque permitía reconocer a una persona afiliada (regla "
                "4). El caso es importante y puede contarse de nuevo, sin nombre y sin lugar."
            ),
        ),
        DemoPost(
            by="hernando",
            hours_ago=169.4,
            body=(
                "Tiene razón la moderación; me ganó el afán. El caso, sin señas: una joven, "
                "segunda semana de trabajo, una quemadura, sin afiliar. En urgencias la "
                "atendieron. Las tres semanas que no pudo trabajar no se las pagó nadie, y la "
                "mutual le prestó de su fondo de solidaridad."
            ),
        ),
        DemoPost(
            by="dayana",
            hours_ago=167.5,
            body=(
                "Falta hablar de quienes estudian y trabajan. De nuestros 230, 64 estudiaban al "
                "mismo tiempo. De esos 64, 38 no cotizaron ni un solo mes mientras los "
                "acompañamos. Es un conteo nuestro, con las fichas en la mano.\n\n"
                "La razón que más repiten: «Es por horas, no vale la pena»."
            ),
            edited=(
                "Falta hablar de quienes estudian y trabajan. De nuestros 230, 64 estudiaban al "
                "mismo tiempo. De esos 64, 33 no cotizaron ni un solo mes mientras los "
                "acompañamos. Es un conteo nuestro, con las fichas en la mano.\n\n"
                "La razón que más repiten: «Es por horas, no vale la pena».\n\n"
                "**Corrección:** había escrito 38. Al sumar conté cinco fichas dos veces."
            ),
        ),
        DemoPost(
            by="wilson",
            hours_ago=166.8,
            answers=21,
            body=(
                "Ese préstamo habla bien de la mutual, y también muestra que otro dejó de pagar lo "
                "que le tocaba. ¿Se lo van a cobrar al empleador?"
            ),
        ),
        DemoPost(
            by="rodrigo",
            hours_ago=165.9,
            answers=22,
            body=(
                "En Cuenca nos decían lo mismo, y la explicación resultó más sencilla de lo que "
                "creíamos: la ventanilla cerraba a las cinco y los jóvenes salían de clase a las "
                "seis. Abrimos un sábado al mes y se llenó. Es la experiencia de un solo cantón; "
                "tómenla así."
            ),
        ),
        DemoPost(
            by="hernando",
            hours_ago=165.1,
            answers=23,
            body="En eso anda el abogado. Cuando haya algo, les cuento.",
        ),
        DemoPost(
            by="dayana",
            hours_ago=146.0,
            answers=24,
            body=(
                "Me llevo la idea. Aquí tendría que ser por la mañana: el sábado por la tarde "
                "siempre juega alguien."
            ),
        ),
        DemoPost(
            by="ernesto",
            hours_ago=144.7,
            answers=22,
            body=(
                "Sugiero no juntar dos casos. Para quien hace una práctica que su programa exige, "
                "y que implica un riesgo ocupacional, hay regla propia: el Decreto 055 de 2015 "
                "reglamentó la afiliación de esos estudiantes a riesgos laborales, y el costo no "
                "puede recaer en ellos.\n\n"
                "Quien además de estudiar trabaja para un empleador es un trabajador, aunque sea "
                "por horas, y como tal debe estar afiliado. ¿Sabe cuántos de los 33 estaban en una "
                "situación y cuántos en la otra?"
            ),
        ),
        DemoPost(
            by="ivan",
            hours_ago=98.2,
            body=(
                "He leído todo y veo mucha pedagogía y poca plata. Propongo algo concreto: una "
                "**bolsa común** que respalde las tres primeras cotizaciones de quien entra a un "
                "negocio de menos de diez empleados. No es regalada: el negocio la devuelve en un "
                "año.\n\n"
                "Sin eso, el documento pide y no ofrece."
            ),
        ),
        DemoPost(
            by="german",
            hours_ago=96.5,
            answers=28,
            body=(
                "Hablo por la Federación y no como moderador. La bolsa me gusta, pero no veo a una "
                "mutual pequeña prestándole a un negocio que no es asociado; nuestros estatutos no "
                "lo permiten, y supongo que no son los únicos. ¿No sería más limpio prestarle a la "
                "persona?"
            ),
        ),
        DemoPost(
            by="ivan",
            hours_ago=95.8,
            answers=29,
            body=(
                "Si se le presta a la persona, ella termina pagando lo que le tocaba al empleador. "
                "Eso no lo firmo."
            ),
        ),
        DemoPost(
            by="wilson",
            hours_ago=93.1,
            answers=30,
            body="De acuerdo con Iván. La deuda no puede cambiar de manos.",
        ),
        DemoPost(
            by="yurleidy",
            hours_ago=73.6,
            answers=30,
            body=(
                "Depende de quién se trate. Donde hay empleador, pienso lo mismo. Pero mis "
                "compañeras que venden por su cuenta no tienen a quién pasarle el recibo: si no se "
                "les presta a ellas, no se le presta a nadie."
            ),
        ),
        DemoPost(
            by="german",
            hours_ago=71.9,
            answers=32,
            body=(
                "Entonces son dos instrumentos y no uno: respaldo al negocio pequeño cuando hay "
                "contrato, y crédito a la persona cuando trabaja por su cuenta. Así lo llevo a la "
                "sesión, salvo que alguien se oponga."
            ),
        ),
        DemoPost(
            by="amparo",
            hours_ago=47.5,
            body=(
                "A mi juicio, esto ya se puede llevar escrito a la sesión:\n\n"
                "1. Quien está a prueba debe estar afiliado desde el primer día; el problema es la "
                "costumbre (intervención 3).\n"
                "2. El acompañamiento de una persona a otra da resultado donde se ha probado, con "
                "cuentas propias (8) o sin ellas (12).\n"
                "3. El ahorro prepara el camino y no reemplaza la protección; falta que doña "
                "Socorro diga si le sirve la frase (16).\n"
                "4. Quien estudia y trabaja necesita un párrafo aparte (22 y 27).\n\n"
                "Sigue en discusión la bolsa: a quién se le presta (28 a 33) y quién la "
                "administra, cosa que todavía nadie ha dicho."
            ),
        ),
        DemoPost(
            by="ivan",
            hours_ago=45.2,
            answers=34,
            body="Y cuánto cuesta. Sin una cifra no hay propuesta.",
        ),
        DemoPost(
            by="socorro",
            hours_ago=44.0,
            answers=34,
            body="Me sirve la frase. Con que diga «camino» quedo contenta.",
        ),
        DemoPost(
            by="maelle",
            hours_ago=25.6,
            answers=33,
            body=(
                "> respaldo al negocio pequeño cuando hay contrato, y crédito a la persona cuando "
                "trabaja por su cuenta\n\n"
                "Esta distinción me parece justa. Dos mutuales de nuestra red trabajan así desde "
                "hace unos años y han escrito sus reglas en pocas páginas: [Dos fondos, dos "
                "preguntas](https://example.org/dos-fondos). La segunda empezó con un solo fondo y "
                "tuvo que separarlo, porque los negocios pedían más rápido que las personas.\n\n"
                "Está en francés; si a la Mesa le interesa, puedo traducir la parte de las reglas."
            ),
        ),
        DemoPost(
            by="yurleidy",
            hours_ago=2.1,
            answers=35,
            body=(
                "Yo puedo sacar esa cuenta para Quibdó esta semana: cuántas personas, cuántos "
                "meses y cuánto suele quedar sin devolver. ¿Quién la saca para una ciudad grande?"
            ),
        ),
        DemoPost(
            by="dayana",
            hours_ago=0.7,
            answers=38,
            body="Medellín la pongo yo.",
        ),
    ),
)

MOVING = DemoThread(
    key="cambio-de-ciudad",
    title="Cuando alguien cambia de ciudad: qué debe viajar con la persona",
    audience="panel",
    closed_hours_ago=458.0,
    conclusion=(
        "La Mesa recomienda que cada organización entregue a quien se muda una **hoja de "
        "traslado** de una página, en papel o para el celular, y que la lleve la propia persona "
        "(intervenciones 4, 8, 9 y 13). La hoja dice tres cosas: antigüedad, ahorro y auxilios en "
        "trámite (2 y 4). No lleva diagnósticos, deudas con terceros ni motivos de retiro (7 y 8). "
        "Puede decir también si la persona quedó a paz y salvo con la organización de origen; es "
        "ella quien decide si la muestra (6).\n\n"
        "Reconocer la antigüedad que trae la hoja es voluntario para cada organización (14). La "
        "experiencia de la red observadora (10) se toma como ejemplo y no como compromiso.\n\n"
        "Quedó sin acuerdo quién responde cuando la persona se enferma poco después de llegar (11 "
        "y 12); pasa al grupo de trabajo Portabilidad entre ciudades (13). No se pide nada nuevo "
        "sobre la portabilidad en salud, que ya existe: se recomienda que cada organización la dé "
        "a conocer en su ventanilla (2 y 3)."
    ),
    posts=(
        DemoPost(
            by="wilson",
            hours_ago=963.0,
            body=(
                "En Buenaventura muchos jóvenes se van a Cali o a Bogotá cuando terminan el "
                "colegio. Si vuelven, dos o tres años después, la mutual no sabe cuánto tiempo "
                "llevaban afiliados, qué ahorro dejaron ni qué auxilio tenían en trámite. Cada vez "
                "empezamos de cero.\n\n"
                "Tres preguntas para la Mesa: cuando alguien se muda, ¿qué debe viajar con la "
                "persona?, ¿quién lo lleva? y ¿quién responde por ella al llegar?"
            ),
        ),
        DemoPost(
            by="ernesto",
            hours_ago=960.3,
            answers=1,
            body=(
                "Una parte ya está resuelta y conviene no volver a pedirla. En salud existe la "
                "portabilidad: quien se traslada por un tiempo a otro municipio puede pedir que su "
                "EPS lo atienda allá.\n\n"
                "Lo que no viaja es lo nuestro: la antigüedad en la mutual, el ahorro y el auxilio "
                "que estaba en trámite."
            ),
        ),
        DemoPost(
            by="hernando",
            hours_ago=959.2,
            answers=2,
            body=(
                "Existe, pero la gente no lo sabe. Este mes llegaron dos personas a la ventanilla "
                "con ese problema, y ninguna había oído hablar de la portabilidad."
            ),
        ),
        DemoPost(
            by="socorro",
            hours_ago=938.7,
            body=(
                "En los grupos de ahorro lo que viaja es la confianza. Cuando una compañera se va, "
                "el grupo le entrega su plata y una carta con tres firmas: cuánto tiempo estuvo, "
                "cuánto ahorró y si quedó a paz y salvo. En Cali hay dos grupos que reciben esa "
                "carta como si la hubieran escrito ellos."
            ),
        ),
        DemoPost(
            by="ligia",
            hours_ago=937.5,
            answers=4,
            body="¿Y si quedó debiendo?",
        ),
        DemoPost(
            by="socorro",
            hours_ago=936.9,
            answers=5,
            body=(
                "Entonces la carta lo dice y ella decide si la muestra. Por eso son tres firmas: "
                "nadie firma una mentira delante de otras dos."
            ),
        ),
        DemoPost(
            by="ivan",
            hours_ago=914.1,
            body=(
                "Yo empezaría por lo que **no** debe viajar: diagnósticos, deudas con terceros y "
                "motivos de retiro. A un muchacho de aquí lo descartaron de un trabajo por una "
                "incapacidad vieja que alguien comentó por teléfono. Me lo contó él; no tengo más "
                "prueba que esa, y me basta."
            ),
        ),
        DemoPost(
            by="ernesto",
            hours_ago=911.6,
            answers=7,
            body=(
                "Muy de acuerdo. Además, los datos de salud son datos sensibles según la Ley 1581 "
                "de 2012, y para tratarlos se requiere, por regla general, autorización explícita "
                "de la persona. Lo prudente es que la hoja vaya en sus manos y no de una "
                "organización a otra."
            ),
        ),
        DemoPost(
            by="dayana",
            hours_ago=889.4,
            answers=8,
            body=(
                "Los jóvenes también lo prefieren así. En un taller les preguntamos a 40: a 36 les "
                "sirve llevar la hoja en el celular y 9 la quieren en papel; algunos levantaron la "
                "mano dos veces. No es una encuesta, es un sondeo de una tarde."
            ),
        ),
        DemoPost(
            by="maelle",
            hours_ago=865.8,
            body=(
                "Comparto una experiencia, como observadora. Tres mutuales de nuestra red se "
                "reconocen la antigüedad desde hace nueve años, con un máximo de cinco años por "
                "persona. Al comienzo cada una temía recibir solamente a los enfermos de las "
                "otras. No ha sido el caso: según el balance propio de las tres, los traslados no "
                "llegan al dos por ciento de los afiliados en un año.\n\n"
                "El acuerdo cabe en una página. Eso ha ayudado bastante a que se respete."
            ),
        ),
        DemoPost(
            by="ivan",
            hours_ago=864.9,
            answers=10,
            body="¿Y quién paga si la persona se enferma al mes de llegar?",
        ),
        DemoPost(
            by="maelle",
            hours_ago=841.7,
            answers=11,
            body=(
                "Paga la mutual que recibe. La de origen le entrega una suma fija durante seis "
                "meses, igual para todos los casos, de manera que nadie tiene que discutir ninguno "
                "en particular."
            ),
        ),
        DemoPost(
            by="german",
            hours_ago=530.2,
            body=(
                "Propongo cerrar con una **hoja de traslado** de una página: antigüedad, ahorro y "
                "auxilios en trámite; nada de salud ni de deudas con terceros; la lleva la "
                "persona. Lo de quién paga no está maduro y lo dejaría para el grupo de "
                "portabilidad. ¿Alguien no podría aceptarlo así?"
            ),
        ),
        DemoPost(
            by="ivan",
            hours_ago=506.4,
            answers=13,
            body=(
                "Lo acepto si queda escrito que reconocer la antigüedad es voluntario para cada "
                "organización. Morichal todavía no podría."
            ),
        ),
    ),
)

SHARED_SERVICE = DemoThread(
    key="servicio-compartido",
    title="Riesgos laborales para quien trabaja por su cuenta: qué puede poner cada organización",
    audience="members",
    posts=(
        DemoPost(
            by="german",
            hours_ago=218.0,
            body=(
                "Abro este hilo **solo para miembros** porque vamos a dar cifras que ninguna "
                "organización tiene por qué publicar. Lo que se diga aquí no pasa a ningún "
                "documento sin permiso de quien lo dijo.\n\n"
                "Son dos preguntas:\n\n"
                "1. ¿A cuántas personas que trabajan por su cuenta, sin riesgos laborales, atiende "
                "hoy su organización?\n"
                "2. ¿Qué podría poner para un servicio compartido que las oriente para afiliarse: "
                "gente, oficina o plata?"
            ),
        ),
        DemoPost(
            by="wilson",
            hours_ago=215.2,
            answers=1,
            body=(
                "Unas 1.150, según nuestra lista de asociados; cerca de 700 viven de la pesca y de "
                "la plaza de mercado. Podemos poner oficina y dos personas de medio tiempo. Plata, "
                "este año no."
            ),
        ),
        DemoPost(
            by="ligia",
            hours_ago=213.9,
            answers=1,
            body=(
                "Entre 600 y 900, según la cosecha; es un cálculo mío, no un censo. Ponemos un "
                "vehículo y dos promotoras que ya conocen las veredas."
            ),
        ),
        DemoPost(
            by="ernesto",
            hours_ago=211.8,
            answers=1,
            body=(
                "La Universidad no tiene afiliados, pero sí un consultorio jurídico: estudiantes "
                "de último año y un profesor que revisa lo que ellos escriben. Es más útil que "
                "nuestra plata, que además no existe."
            ),
        ),
        DemoPost(
            by="ivan",
            hours_ago=193.5,
            body=(
                "Con todo cariño: todos ponen gente y oficina, y nadie pone plata. Un servicio que "
                "nadie paga dura hasta la primera renuncia.\n\n"
                "Morichal pone **doce millones de pesos** este año si otras tres organizaciones "
                "ponen lo mismo."
            ),
        ),
        DemoPost(
            by="hernando",
            hours_ago=193.1,
            answers=5,
            body="Cuente con nosotros.",
        ),
        DemoPost(
            by="socorro",
            hours_ago=190.6,
            answers=5,
            body=(
                "Nosotras no llegamos ni a la mitad. Doce millones es lo que mueven en un año "
                "cuatro de nuestros grupos. Si esa es la entrada, la Mesa se vuelve un club de los "
                "que pueden, y de esos ya hay bastantes."
            ),
        ),
        DemoPost(
            by="ivan",
            hours_ago=169.8,
            answers=7,
            body=(
                "No quiero sacar a nadie, doña Socorro. Quiero que decir «de acuerdo» cueste algo. "
                "¿Lo hacemos por tamaño?"
            ),
        ),
        DemoPost(
            by="dayana",
            hours_ago=168.0,
            answers=8,
            body=(
                "Por tamaño puede funcionar. Una escala para discutir, hecha en una servilleta:\n\n"
                "- hasta 300 personas asociadas: quinientos mil pesos;\n"
                "- de 301 a 1.000: dos millones;\n"
                "- más de 1.000: doce millones, o su equivalente en personal.\n\n"
                "El salto del segundo escalón al tercero es muy grande. Ahí necesito ayuda."
            ),
        ),
        DemoPost(
            by="socorro",
            hours_ago=146.3,
            answers=9,
            body=(
                "Con quinientos mil sí entramos. Y que el personal cuente en los tres escalones, "
                "no solo en el de arriba: horas es lo que nosotras tenemos."
            ),
        ),
        DemoPost(
            by="yurleidy",
            hours_ago=145.1,
            answers=9,
            body=(
                "Con dos millones podríamos entrar, pero me toca llevarlo a la asamblea. Hasta "
                "entonces es un sí mío y no de la cooperativa."
            ),
        ),
        DemoPost(
            by="hernando",
            hours_ago=143.9,
            answers=11,
            body="Así deberíamos contestar todos. El mío también tiene que pasar por la junta.",
        ),
        DemoPost(
            by="ernesto",
            hours_ago=74.0,
            body=(
                "Antes de repartir tareas, una advertencia. La afiliación colectiva de "
                "trabajadores independientes requiere autorización previa, y la entidad que la "
                "pide debe tener ese servicio entre los objetivos de sus estatutos. No basta con "
                "la buena voluntad.\n\n"
                "Orientar y acompañar, en cambio, podemos hacerlo desde mañana."
            ),
        ),
        DemoPost(
            by="german",
            hours_ago=48.4,
            answers=13,
            body=(
                "Gracias, profesor; eso cambia el orden. El servicio empieza como **orientación**, "
                "y la Federación averigua por escrito qué exige la autorización y cuánto tarda. "
                "Mientras tanto, nadie le ofrece a un asociado que lo vamos a afiliar nosotros."
            ),
        ),
    ),
)

LESSON_THREE = DemoThread(
    key="leccion-tres",
    title="Lección 3, «Cómo nace una mutual»: con qué ejemplo se abre y qué sobra",
    audience="group:modulo",
    posts=(
        DemoPost(
            by="ernesto",
            hours_ago=338.2,
            body=(
                "La lección 3 tiene hoy once páginas y comienza en la Europa del siglo XIX. "
                "Después de probarla con mi grupo creo que el orden está al revés.\n\n"
                "A 27 estudiantes les pregunté al empezar si conocían una mutual: cuatro dijeron "
                "que sí. Al final de la clase levantaron la mano quince, porque cayeron en la "
                "cuenta de que la entidad que le pagó el entierro al abuelo era una. Es un solo "
                "grupo, de una sola universidad; no da para más que una sospecha.\n\n"
                "La sospecha es esta: **primero lo que ya conocen y después la historia**. ¿Con "
                "qué ejemplo abrirían ustedes?"
            ),
        ),
        DemoPost(
            by="dayana",
            hours_ago=335.9,
            answers=1,
            body=(
                "Con uno que se cuente en tres minutos. Probé la lección con doce jóvenes en Bello "
                "y en la página cuatro ya estaban mirando el celular."
            ),
        ),
        DemoPost(
            by="ernesto",
            hours_ago=335.1,
            answers=2,
            body="¿La página cuatro es la de los estatutos?",
        ),
        DemoPost(
            by="dayana",
            hours_ago=334.8,
            answers=3,
            body="Esa misma. No quería decirlo yo.",
        ),
        DemoPost(
            by="maelle",
            hours_ago=314.3,
            body=(
                "Leo el borrador con los ojos de quien tendrá que adaptarlo. Si el ejemplo es muy "
                "local, la adaptación pide rehacer la lección entera; si es muy general, no "
                "emociona a nadie.\n\n"
                "Propongo separar dos cosas: el **relato**, que es propio de cada país, y unas "
                "**preguntas**, que son iguales en todas partes. Así se puede cambiar lo primero "
                "sin tocar lo segundo."
            ),
        ),
        DemoPost(
            by="yurleidy",
            hours_ago=313.4,
            answers=5,
            body="Me gusta. ¿Y cuáles serían las preguntas?",
        ),
        DemoPost(
            by="maelle",
            hours_ago=290.2,
            answers=6,
            body=(
                "Pensé en cuatro:\n\n"
                "1. ¿Qué problema tenían en común esas personas?\n"
                "2. ¿Qué puso cada una?\n"
                "3. ¿Quién decidía, y cómo?\n"
                "4. ¿Qué pasaba cuando alguien no podía pagar?\n\n"
                "La cuarta es la que hace hablar a la gente; la he visto funcionar en tres países."
            ),
        ),
        DemoPost(
            by="ernesto",
            hours_ago=288.0,
            answers=7,
            body=(
                "Agregaría una quinta: ¿qué dice la ley? En Colombia las asociaciones mutuales "
                "tienen desde 2021 una ley propia, la 2143, y sería extraño que el módulo no la "
                "nombrara."
            ),
        ),
        DemoPost(
            by="maelle",
            hours_ago=266.5,
            answers=8,
            body=(
                "Entiendo la razón, pero es la única de las cinco cuya respuesta envejece, y en "
                "cada país a su ritmo. ¿Podría ser un recuadro aparte, con su fecha de revisión, "
                "que cada adaptación reemplace?"
            ),
        ),
        DemoPost(
            by="ernesto",
            hours_ago=265.0,
            answers=9,
            body="Un recuadro con fecha. Acepto.",
        ),
        DemoPost(
            by="yurleidy",
            hours_ago=167.2,
            answers=1,
            body=(
                "El relato lo puedo escribir yo. Mi abuela fue tesorera de una junta de entierros: "
                "cada casa daba cada semana lo de una libra de arroz, y cuando alguien moría había "
                "caja, velorio y comida. Nadie decía «mutual», pero las cuatro preguntas se "
                "contestan solas."
            ),
        ),
        DemoPost(
            by="dayana",
            hours_ago=166.1,
            answers=11,
            body="Con eso se abre. Y yo quitaría de la página dos a la seis.",
        ),
        DemoPost(
            by="ernesto",
            hours_ago=165.4,
            answers=12,
            body="Duele, pero sí. Dos de esas páginas las escribí yo y son las más aburridas.",
        ),
        DemoPost(
            by="german",
            hours_ago=4.3,
            answers=11,
            body=(
                "Yurleidy, ¿podría tener el relato para la reunión del primer martes? Máximo 600 "
                "palabras, para que quepa en dos páginas con una foto. Ernesto pasa la historia al "
                "final y Maëlle redacta la guía de las cuatro preguntas."
            ),
        ),
    ),
)

RULES = DemoThread(
    key="reglas-y-calendario",
    title="Reglas de la Mesa y calendario de sesiones",
    audience="panel",
    pinned=True,
    posts=(
        DemoPost(
            by="amparo",
            hours_ago=1514.0,
            body=(
                "**Reglas**\n\n"
                "1. Cada persona habla por su organización. Si habla a título propio, lo dice.\n"
                "2. Se discute la propuesta y no a quien la trae.\n"
                "3. Toda cifra lleva su fuente. La cuenta propia vale, siempre que diga que es "
                "propia.\n"
                "4. No se nombra a las personas afiliadas ni se dan señas que permitan "
                "reconocerlas.\n"
                "5. Quien observa y comenta aporta como los demás, pero no participa en las "
                "decisiones.\n"
                "6. Las correcciones se hacen a la vista: el texto anterior se conserva.\n"
                "7. Cada hilo termina con una conclusión que dice en qué intervenciones se apoya y "
                "qué quedó sin acuerdo.\n\n"
                "**Calendario** (hora de Bogotá)\n\n"
                "- Sesión de la Mesa: último jueves de cada mes, de 9:00 a 11:00.\n"
                "- Propuestas para la sesión: hasta la medianoche del lunes anterior.\n"
                "- Grupos de trabajo: primer y tercer martes de cada mes, de 8:00 a 9:00.\n"
                "- Encuentro presencial: uno por semestre. El próximo es en Popayán."
            ),
        ),
        DemoPost(
            by="hernando",
            hours_ago=1511.5,
            answers=1,
            body="¿Se puede entrar a la sesión por teléfono? Los jueves ando en carretera.",
        ),
        DemoPost(
            by="amparo",
            hours_ago=1510.9,
            answers=2,
            body=(
                "Sí. El número va en la citación. Y lo que no alcance a decir lo escribe aquí: "
                "vale igual."
            ),
        ),
        DemoPost(
            by="maelle",
            hours_ago=1489.7,
            answers=1,
            body=(
                "Una precisión, por favor: ¿la medianoche del lunes es la de Bogotá también para "
                "nosotros? En Lieja son ya las seis o las siete de la mañana del martes, y "
                "prefiero no llegar tarde por un error de reloj."
            ),
        ),
        DemoPost(
            by="amparo",
            hours_ago=1488.4,
            answers=4,
            body="La de Bogotá, para todos. Les quedan esas horas de ventaja.",
        ),
        DemoPost(
            by="yurleidy",
            hours_ago=1465.3,
            answers=1,
            body=(
                "Sobre la regla 3: en la cooperativa lo contamos todo en un cuaderno. ¿Eso sirve "
                "como fuente?"
            ),
        ),
        DemoPost(
            by="ernesto",
            hours_ago=1464.6,
            answers=6,
            body=(
                "Sirve, si dice quién contó, desde cuándo y qué dejó por fuera. Hay encuestas con "
                "logotipo que no llegan a tanto."
            ),
        ),
        DemoPost(
            by="ivan",
            hours_ago=1417.0,
            answers=1,
            body=(
                "Propongo una regla 8: ninguna intervención de más de una página. Empiezo por "
                "aplicármela."
            ),
        ),
        DemoPost(
            by="ligia",
            hours_ago=1416.2,
            answers=8,
            body="La apoyo. Leo esto en la bodega, entre camión y camión.",
        ),
        DemoPost(
            by="ernesto",
            hours_ago=1393.5,
            answers=8,
            body=(
                "Como recomendación, sí; como regla, no. Hay asuntos que no caben en una página, y "
                "los recortes también engañan."
            ),
        ),
        DemoPost(
            by="german",
            hours_ago=1200.5,
            answers=10,
            body=(
                "En la sesión quedó como recomendación: **una página, salvo que haga falta más**. "
                "Las reglas siguen siendo siete."
            ),
        ),
    ),
)

WELCOME = DemoThread(
    key="que-es-esta-mesa",
    title="Qué es esta Mesa y cómo participar",
    audience="visitors",
    posts=(
        DemoPost(
            by="amparo",
            hours_ago=2162.0,
            body=(
                "Esta Mesa reúne a mutuales, cooperativas, fundaciones, grupos de ahorro y "
                "universidades de Colombia. Sigue el ejemplo de la que mutuales, ministerios y "
                "académicos pusieron en marcha en Bogotá en diciembre de 2014, y se ocupa de tres "
                "cosas:\n\n"
                "- promover el reconocimiento, el papel y las iniciativas de las empresas "
                "sociales;\n"
                "- buscar una mejor protección social, en especial para quienes empiezan a "
                "trabajar;\n"
                "- mantener un diálogo con las autoridades públicas.\n\n"
                "Entre una sesión y la siguiente se discute aquí, por escrito. Cada persona habla "
                "por una organización. Hay organizaciones observadoras, de Colombia y de otros "
                "países: unas leen y otras también comentan.\n\n"
                "**Este panel es una demostración.** Son inventadas las personas, las "
                "organizaciones por las que hablan, la entidad pública invitada y las cifras. Las "
                "cuatro organizaciones reales que figuran en el directorio no participan ni han "
                "escrito nada aquí."
            ),
        ),
        DemoPost(
            by="rodrigo",
            hours_ago=2138.4,
            answers=1,
            body=(
                "¿El módulo educativo sobre mutuales se puede usar fuera de Colombia? En Cuenca "
                "quisiéramos adaptarlo."
            ),
        ),
        DemoPost(
            by="german",
            hours_ago=2136.7,
            answers=2,
            body=(
                "Sí, está pensado para eso. Cada país hace su adaptación; solo se pide que diga de "
                "qué módulo viene y qué cambió."
            ),
        ),
        DemoPost(
            by="amparo",
            hours_ago=2114.1,
            answers=1,
            body=(
                "Para participar hace falta una invitación. La organización interesada escribe a "
                "secretaria@mesa.example y cuenta en pocas líneas qué hace, dónde y quién hablaría "
                "por ella."
            ),
        ),
    ),
)

THREADS = (FIRST_CONTRIBUTION, MOVING, SHARED_SERVICE, LESSON_THREE, RULES, WELCOME)
