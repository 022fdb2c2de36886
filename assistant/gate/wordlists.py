"""Words without content of their own, as they are written; nb, nn, en."""

from __future__ import annotations

FUNCTION_WORDS = frozenset(
    """
    hva hvem hvilke hvilken hvilket hvor hvordan hvorfor når kva kven kvar korleis kvifor kor er
    var være vere vært vore bli blir ble blitt vert vart vorte har hadde ha hatt skal skulle vil
    ville kan kunne må måtte bør burde får fikk fått fekk i på av til for fra frå med om ved
    etter før mot mellom under over hos som at det den de dei der denne dette disse desse en et
    ei ein eit eitt ett én og eller men å seg sin sitt sine si hans hennes deres deira vår vårt
    våre jeg eg vi du dere han hun ho man oss ikke ikkje ingen inga også òg bare berre nå no her
    så da då enn jo vel dermed derfor difor samtidig samstundes dessuten videre vidare ifølge
    følgje følge innen innan uten utan både begge samt mens medan fordi dersom hvis slik alle
    alt all hver kvart noen nokon nokre noe noko ut opp inn ned blant gjennom langs rundt siden
    sidan fram frem hele heile hittil altså imidlertid a an of or in on by with from to into
    about it its this that these those there their they them he she his we you your our my and
    the is are was were be been being does did do has have had will would shall should can could
    may might must not as if than then so also both but while according during within between
    among through which who whose whom when where how why each any some only until since per ca
    cirka omtrent kl nr ja nei yes gjerne likevel trass tross nok mnok eur euro usd kr mill mrd
    samla utenom enda endå hvorav herav slike dessverre ellers elles via dvs nettopp faktisk
    heretter hermed tilsvarende således etter_at whereas well us me onto upon toward towards
    inkludert herunder
    """.split()
)
# Words that add nothing by themselves to what a sentence tells: whoever puts it in other words
# takes them from nowhere.
LIGHT_WORDS = frozenset(
    """
    gjøre gjør gjort gjorde gjer skje skjer skjedde finnes finst fins stå står stod sto gå går
    gikk gjekk gått ta tar tok tatt tek sette setter satt satte set sett legge legger lagt la
    legg lagd gi gir ga gitt gav gje gjev få får fikk fått fekk komme kommer kom kommet kjem
    kome bli være kalle kalles kalt heter heite bestå består omfatte omfatter inneholde
    inneholder gjelde gjelder gjeld galdt innebære innebærer betyr betyde innebere oppgi oppgis
    oppgitt nevne nevnes nevnt fremgå fremgår framgår beskrive beskrevet beskrives omtale omtalt
    angitt anslagsvis handle handler dreie dreier vise viser ifølge si sier sa forklare
    forklarer opplyse opplyser total totalt tilsammen sammen samlet samla sum rundt omkring
    cirka omtrent del deler antall antallet tall talet tallet mange flere fleire mer meir mest
    fleste mye mykje annet andre annen anna ytterligere øvrig øvrige resten person personer
    personar folk partene parten part først fyrst deretter senere seinare tidligere tidlegare
    før etter etterpå siden sidan sist siste nå no nye ny nytt ulike ulik forskjellige diverse
    viss visse aktuell aktuelle gjeldende gjeldande respektive tilsvarende følgende følgjande
    nevnte første neste fortsatt framleis fremdeles likevel uansett underveis undervegs senest
    seinest tidligst innen frist fristen tidspunkt løpet periode perioden år året dag dagen dato
    datoen måned uke kl klokka kroner million millioner millionar millionene milliarder prosent
    per pr sak saken saka saker punkt punktet kapittel side tabell dokument dokumentet kilde
    kilden plan planen protokoll protokollen referat referatet møte møtet vedtak vedtaket måte
    måten ting grunn grunnen grunnlag årsak årsaken forhold forbindelse knyttet knytt
    tilknytning henhold samsvar tråd hensyn rett rettet enkelt enkelte hver kvar egen eget egne
    eigen eige eigne selv sjølv felles samme same lik likt like dem dei ham henne hun han den
    hvorav herav derav blant bla dessuten også både i_tillegg tillegg nærmere direkte mene mener
    meiner mente ber bad ønsker ønskjer delta deltar leads lead leder leiar kunne mulig mogleg
    vanlig nettopp dermed derfor difor fordi ettersom derved slik således stor større største
    store liten mindre små god gode bra viktig viktige after before during within upon out up
    down off over again further more most other others another overall number amount people
    persons party parties thing things way well made make makes making take takes took taken
    taking give gives given giving put sets get gets got come comes came go goes went being been
    say says said state states stated according include includes including included involve
    involves concern concerns regarding related respectively year years day date month week
    percent cent billion case item document source report planned meeting measure first then
    later earlier still now current currently new several various different own each one two
    cannot call called known use used using
    """.split()
)
