"""Words that change what a sentence claims: modals, negations, opposites, limits; nb, nn, en."""

from __future__ import annotations

import re


def _any(words: str) -> re.Pattern[str]:
    phrases = (re.escape(word.replace("_", " ")) for word in words.split())
    return re.compile(r"(?<!\w)(?:" + "|".join(phrases) + r")(?!\w)", re.IGNORECASE)


# What a sentence may say where the quote says it in other words: by kind of modal.
MODALS = {
    "shall": _any("skal skulle shall is_to are_to"),
    "will": _any("vil will ville would"),
    "must": _any("må måtte must has_to have_to need_to needs_to plikter pliktar plikt"),
    "can": _any("kan kunne can cannot could may might"),
    "should": _any("bør burde should ought"),
}
# Words that bear a modal besides itself.
BEARS = {
    "shall": _any(
        "skal skulle shall is_to are_to will planlegger planlegges planlagt planlegg vedtatt"
        " vedtok vedteke besluttet beslutta bestemt planned decided must"
    ),
    "will": _any(
        "vil will ville would skal skulle shall planlegger planlegges planlagt planlegg planlagd"
        " vedtatt vedtok vedteke planned is_to are_to"
    ),
    "must": _any(
        "må måtte must has_to have_to need_to needs_to plikter pliktar plikt pålagt pålagd kreves"
        " krevst krev krever krav påkrevd forutsetter forutset nødvendig nødvendige required"
        " requires obliged minst minimum at_least frist fristen søknadsfrist deadline senest"
        " seinest"
        " vilkår betingelse condition bindende binding legg_ved send fyll_ut ta_kontakt oppgi meld"
    ),
    "can": _any(
        "kan kunne can cannot could may might får able fritt free tillatt tillate allowed mulig"
        " mulige mogleg mulighet muligheter"
        " adgang anledning høve lov_til rett_til inntil opptil possible allowed eligible able"
    ),
    "should": _any(
        "bør burde should ought anbefaler anbefales anbefalt tilrår tilrådd tilrås rår_til"
        " recommends recommended"
    ),
}
# What lets somebody do a thing, whatever modal stands beside it.
PERMITS = _any(
    "adgang anledning høve lov_til rett_til rett fritt free_to allowed permitted mulighet mulig"
    " muligheter mogleg entitled eligible åpent åpen ope open"
)
# Words that leave a thing possible or advised in a sentence; "får" only does so in a quote.
POSSIBLE = {
    "can": _any(
        "kan kunne can cannot could may might able mulig mulige mogleg mulighet muligheter adgang"
        " anledning høve lov_til rett_til inntil opptil possible allowed eligible able fritt"
        " free_to"
    ),
    "should": BEARS["should"],
}
# English "must" and "shall" are both what "skal" and "må" are put as.
ENGLISH_BEARS = {
    "must": _any("skal skulle shall"),
    "shall": _any("må måtte vil"),
    "will": _any("kommer_til kjem_til"),
}
# What is only possible or advised must not be told as a fact.
WEAK = ("can", "should")
# Where these stand, the possibility is told all the same.
SOFT = _any(
    "inntil opptil maksimalt maks høyst up_to maximum at_most mulig mogleg mulighet muligheter"
    " adgang anledning høve eligible possible allowed rett forslag foreslår foreslått foreslås"
    " anbefaler anbefalt anbefales tilrår recommended recommends able potensial"
)
# What is only expected, proposed or weighed; who tells it as settled says more than the quote.
HEDGES = _any(
    "regner_med reknar_med rekner_med venter_å ventar_å forventer forventar forventes forventa"
    " ventes ventast håper håpar antar antek anslår antas trolig truleg sannsynligvis kanskje"
    " vurderer vurderes vurderar foreslår føreslår foreslås foreslått forslag framlegg fremlegg"
    " innstilling går_inn_for gå_inn_for anbefaler anbefalar anbefales tilrår tilrådde innstiller"
    " recommends recommended venter ventar ventes målet_er måla_er mål_om målsettingen"
    " the_goal_is the_aim_is the_target_is tek_til_orde tar_til_orde oppfordrer"
    " ønsker ønskjer ber_om bed_om planlegger planlegg planlegges etter_planen"
    " expected expects hope hopes likely probably proposes proposed proposal considers estimated"
    " estimates assumed planned suggests asks"
)
# Other words of a sentence that leave a thing open; and what only gives a reason for it.
HEDGES_TOLD = re.compile(
    r"(?<!\w)(?:an til|ligg\w* an|mål\w*|goal\w*|target\w*|aim\w*|vil|will|skal|bør|should|ifølge"
    r"|mener"
    r"|meiner|fryk\w+)(?!\w)",
    re.IGNORECASE,
)
REASONS = _any("siden sidan fordi ettersom because since as")
# Words that deny without a "not".
LACKS = re.compile(
    r"(?<!\w)(?:mangl\w*|sakn\w*|savn\w*|lack\w*|fail\w*|u(?:endret|endra|avklart|avklara|lik"
    r"|enig\w*|samd\w*)"
    r"|imot|mot|avsl[oå]\w*|avvis\w*|falt|fall|opphev\w*|stans\w*|slipp\w*|slepp\w*|uten|utan|kun"
    r"|bare"
    r"|berre|only|før|until|against|repeal\w*|reject\w*|exempt\w*|færre|mindre|enn|than|uteluk\w*"
    r"|eksklu\w*|exclu\w*|unnta\w*|unnate\w*"
    r"|maks\w*|høyst|høgst|inntil|opptil|most|stå\w* fast|ligg\w* fast|remain\w*|u(?:bruk|betal"
    r"|avklar|kjen|løs|besvar|behandl|finansier|lov|mulig|mogleg|aktuell|gyldig)\w*|utenfor"
    r"|utanfor|outside|steng\w*|lukk\w*|clos\w*|gratis|free|utgå\w*|droppe\w*)(?!\w)",
    re.IGNORECASE,
)
NEGATION = re.compile(
    r"(?<!\w)(?:mangl\w*|sakn\w*|lack(?:s|ed|ing)?|ikke|ikkje|ingen|ingenting|inga|ikkeno|aldri"
    r"|uten|utan|verken|korkje|hverken|not"
    r"|no(?=\s+[a-z]+\b(?!\s*\d))|none|never|without|neither|nor|cannot|nobody|nothing|unntatt"
    r"|unnateke|unntaket|except|intet|ei_heller)(?!\w)|\w+n['’]t\b",
    re.IGNORECASE,
)
# "no" is now in nynorsk; there it denies nothing.
NYNORSK_NO = re.compile(r"(?<!\w)no(?!\w)", re.IGNORECASE)
# "ikke bare", "ikke minst": no denial.
NO_DENIAL = re.compile(
    r"(?<!\w)(?:ikke|ikkje|not)\s+(?:bare|berre|minst|only|least)(?!\w)", re.IGNORECASE
)

# Two poles: whoever tells the one where the quote has the other tells the opposite.
OPPOSITES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (_any(one), _any(other))
    for one, other in (
        (
            "godkjent godkjente godkjenner godkjenne godkjend godkjende innvilget innvilga"
            " innvilges vedtatt vedtok vedteke approved approves granted accepted adopted",
            "avslått avslo avslår avslag avvist avviste avviser forkastet forkasta nedstemt falt"
            " fall"
            " rejected rejects refused denied turned_down",
        ),
        (
            "øker økte økt øke økning auka aukar auke vokser vokste vekst veks increased"
            " increases increase grew grows rose",
            "reduserer redusert reduserte reduksjon redusere synker sank falt minker minka"
            " decreased decreases decrease reduced reduces fell",
        ),
        ("før innen innan seinest senest before by", "etter after"),
        (
            "inntil opptil maksimalt maks høyst up_to at_most maximum",
            "minst minimum over mer_enn meir_enn at_least more_than",
        ),
        ("over mer_enn meir_enn above more_than", "under mindre_enn below less_than fewer_than"),
        (
            "åpner åpnet åpnes opnar opna opens opened",
            "stenger stengt stenges lukkes closes closed",
        ),
        (
            "starter startet startar starta begynner begins starts started",
            "avsluttes avsluttet avsluttar avslutta slutter ends ended",
        ),
        ("for_forslaget", "mot_forslaget"),
        ("støtter støttet støttar støtta supports supported", "motsetter motsatte opposes opposed"),
        ("offentlig offentleg public", "privat private"),
        ("enstemmig samrøystes unanimous unanimously", "flertall fleirtal mindretall majority"),
        ("flere fleire more", "færre fewer"),
        ("høyere høgare higher", "lavere lågare lower"),
        ("første fyrste first", "siste last"),
        ("tidligere tidlegare earlier", "senere seinare later"),
        ("alle all every samtlige", "noen nokon nokre enkelte some"),
        ("årlig årleg annually yearly", "månedlig månadleg monthly"),
        (
            "årlig årleg annually yearly per_år pr_år i_året a_year per_year",
            "til_sammen til_saman tilsammen totalt i_alt in_total altogether",
        ),
        ("ja yes", "nei"),
    )
)
# Times without a number: where the quotes have another one of a row, a sentence's own must be
# there.
TIMES: tuple[tuple[re.Pattern[str], ...], ...] = tuple(
    tuple(_any(one) for one in row)
    for row in (
        (
            "våren vår vårsesongen spring",
            "sommeren sommaren sommer sumar summer",
            "høsten hausten høst haust autumn fall",
            "vinteren vinter winter",
        ),
        (
            "mandag måndag mandager monday mondays",
            "tirsdag tysdag tirsdager tuesday tuesdays",
            "onsdag onsdager wednesday wednesdays",
            "torsdag torsdager thursday thursdays",
            "fredag fredager friday fridays",
            "lørdag laurdag lørdager saturday saturdays",
            "søndag sundag søndager sunday sundays",
        ),
        (
            "første_halvår fyrste_halvår first_half",
            "andre_halvår annet_halvår second_half siste_halvår",
        ),
        (
            "første_kvartal fyrste_kvartal first_quarter",
            "andre_kvartal second_quarter",
            "tredje_kvartal third_quarter",
            "fjerde_kvartal siste_kvartal fourth_quarter last_quarter",
        ),
        ("formiddag føremiddag morning", "ettermiddag afternoon", "kveld evening"),
    )
)
# Orders to whoever answers state nothing, and nobody may rest a sentence on them.
ORDER = re.compile(
    r"\b(?:ignorer|ignorér|ignore|disregard|forget|glem|gløym|overse|override)\b.{0,60}\b(?:instruk"
    r"|instruct|regl|rules|previous|tidligere|foregående|above|all|prompt|alt|everything)"
    r"|(?:^|[.:;\"“«{}>\]|›\n-])\W*(?:(?:\w+\W+){0,6}?\w+:\s+|(?:vennligst|please|now|nå|først"
    r"|first)\W+)?(?:"
    r"(?:si|sei|svar|oppgi|husk|hugs|say|answer|respond|reply|state|claim|remember)\s+(?:\w+\s+)?"
    r"(?:at|kun|bare|berre|med|that|only|with|dette|this|exactly)\b"
    r"|(?:skriv|start|avslutt|begynn|gjengi|gjenta|inkluder|legg til|oversett|write|print|repeat"
    r"|output|include|append|add|translate|reveal|begin|end)\b.{0,80}?\b(?:svaret?|answer|response"
    r"|reply|bildet|image|kode\w*|string|words?|ordet|instru\w*|prompt\w*|linjen|lenken|https?)\b"
    r"|(?:lat som|opptre som|pretend|act as)\b)"
    r"|\b(?:systemprompt|system prompt|systeminstruks\w*|systemmelding\w*|jailbreak|developer mode"
    r"|utviklermodus|hidden instruction|skjult instruks\w*)\b"
    r"|\b(?:melding|message|beskjed|instruks|instruction)\w*\s+(?:til|to|for)\s+(?:the\s+)?"
    r"(?:KI|AI|språkmodell|assist|modell|model|llm)"
    r"|!\[[^\]]*\]\(|<\s*(?:script|img|svg|iframe)\b"
    r"|\bi (?:alle )?svar(?:et|ene)?\b.{0,40}\b(?:legg|skriv|ta med)\b"
    r"|\bta med\b.{0,120}\bi svaret\b|\bfør svaret vises\b|\bbe (?:leseren|brukeren)\b"
    r"|\byour (?:answer|response|reply|output|system|instructions?)\b|\byou (?:are now|must now)\b"
    r"|\b(?:brukeren|the user) (?:er|is) (?:nå|now)\b"
    r"|\b(?:dekod|decode)\b.{0,20}\b(?:følg|follow)\b",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
