"""Words without content of their own, as they are written; nb, nn, en."""

from __future__ import annotations

FUNCTION_WORDS = frozenset(
    """
    hva hvem hvilke hvilken hvilket hvor hvordan hvorfor når kva kven kvar korleis kvifor kor
    er var være vere vært vore bli blir ble blitt vert vart vorte har hadde ha hatt skal
    skulle vil ville kan kunne må måtte bør burde får fikk fått fekk i på av til for fra frå
    med om ved etter før mot mellom under over hos som at det den de dei der denne dette disse
    desse en et ei ein eit eitt ett én og eller men å seg sin sitt sine si hans hennes deres
    deira vår vårt våre jeg eg vi du dere han hun ho man oss ikke ikkje ingen inga også òg
    bare berre nå no her så da då enn jo vel dermed derfor difor samtidig samstundes dessuten
    videre vidare ifølge følgje følge innen innan uten utan både begge samt mens medan fordi
    dersom hvis slik alle alt all hver kvar kvart noen nokon nokre noe noko ut opp inn ned
    blant gjennom langs rundt siden sidan fram frem hele heile hittil altså imidlertid a an of
    or in on at by with from to into about it its this that these those there their they them
    he she his her we you your i our my and the is are was were be been being does did do has
    have had will would shall should can could may might must not no as if than then so also
    both but while under over according during within between among through which who whose
    whom when where how why each all any some only until since per ca cirka omtrent about kl
    nr ja nei yes gjerne likevel trass tross the nok mnok eur euro usd kr mill mrd samla utenom
    enda endå hvorav herav hvor der slike dessverre altså ellers elles via dvs nettopp faktisk
    heretter hermed tilsvarende således etter_at whereas well us them me onto upon toward towards
    nr inkludert herunder mellom hvilket
    """.split()
)
