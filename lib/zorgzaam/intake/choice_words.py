"""The words in which Dutch lists give the answers of the codebook: a slug and its phrases.

Phrases are compared without capitals and accents, as whole words, the longest first: "niet meer
actief" is found before "actief". The order of the slugs is that of the codebook.
"""

from __future__ import annotations

LABELS: dict[str, dict[str, str]] = {
    "phase": {
        "exploring": "verkennen",
        "founding": "in oprichting",
        "active": "actief",
        "stopped": "gestopt",
    },
    "legal_form": {
        "foundation": "stichting",
        "association": "vereniging",
        "cooperative": "coöperatie",
        "none": "geen rechtsvorm",
        "part_of_larger": "onderdeel van een grotere organisatie",
        "other": "anders",
    },
    "appearance": {
        "care_cooperative": "zorgcoöperatie",
        "neighbour_point": "noaberzorgpunt",
        "caring_village": "zorgzaam dorp",
        "neighbour_network": "burennetwerk",
        "village_work": "doarpswurk",
        "city_village": "stadsdorp",
        "residents_collective": "buurtcollectief",
        "other": "anders",
    },
    "themes": {
        "cohesion": "sociale cohesie",
        "welfare": "welzijn",
        "liveability": "leefbaarheid",
        "care": "zorg en ondersteuning",
        "housing": "wonen",
        "mobility": "vervoer",
        "informal_care": "mantelzorg",
        "participation": "meedoen en leren",
        "health": "gezondheid",
        "prevention": "preventie",
    },
    "activities": {
        "meeting": "ontmoeting",
        "transport": "vervoer",
        "meals": "maaltijden",
        "odd_jobs": "klussen",
        "day_activities": "dagactiviteiten",
        "neighbourhood_app": "buurtapp",
        "care_coordination": "zorgcoördinatie",
        "nursing": "verpleging en verzorging",
        "day_care": "dagbesteding",
        "care_homes": "zorgwoningen",
        "new_housing": "nieuwe woonvormen",
    },
}


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split("|") if phrase.strip())


PHRASES: dict[str, dict[str, tuple[str, ...]]] = {
    "phase": {
        "exploring": _phrases(
            """verkennend|verkenning|verkenningsfase|verkennende fase|verken|oriëntatie
            |oriëntatiefase|oriënterend|oriënteren|in oriëntatie|idee|ideefase|plan|planfase|plannen
            |planvorming|planvormingsfase|initiatieffase|onderzoek|onderzoeksfase|haalbaarheid
            |haalbaarheidsonderzoek|haalbaarheidsfase|behoeftepeiling|vraagverkenning|in gesprek
            |concept|conceptfase|ferkenne|ferkenning|ferkennend"""
        ),
        "founding": _phrases(
            """in oprichting|oprichting|oprichtingsfase|wordt opgericht|i.o.|io|opstart|opstartfase
            |in opstart|opstartend|opstarten|opgestart|startend|startende|starter|startfase
            |beginfase|beginnend|opbouw|opbouwfase|in opbouw|opbouwend|voorbereiding
            |voorbereidend|voorbereidingsfase|in voorbereiding|in ontwikkeling|ontwikkelfase
            |ontwikkelingsfase|ontwikkeling|yn oprjochting|opsette|nog in oprichting"""
        ),
        "active": _phrases(
            """actief|actieve|actieve fase|act|lopend|loopt|loopt goed|draait|draaiend|draait goed
            |operationeel|in uitvoering|uitvoering|uitvoerend|uitvoeringsfase|bestaand|bestaat
            |in bedrijf|gerealiseerd|functionerend|werkend|doorlopend|continu|structureel|volwassen
            |groei|groeifase|groeiend|gestart|van start|reeds gestart|is gestart|in werking|aktyf
            |aktief|ja actief|zeer actief|nog actief|uitbreiding|professionalisering"""
        ),
        "stopped": _phrases(
            """gestopt|is gestopt|stop|stopgezet|gestaakt|beëindigd|beëindiging|opgeheven
            |niet meer actief|niet actief|inactief|niet langer actief|bestaat niet meer
            |bestaat niet|niet meer|ter ziele|ontbonden|geliquideerd|failliet|opgedoekt
            |opgegaan in|gefuseerd|gefuseerd met|afgesloten|afgerond|voorbij|gesloten
            |niet doorgegaan|gaat niet door|afgeblazen|niet gelukt|ophâlden|beëinige|op non actief
            |op non-actief"""
        ),
    },
    "legal_form": {
        "foundation": _phrases("stichting|stg|st|sticht|stifting|stichtingsvorm|stichting i.o."),
        "association": _phrases(
            """vereniging|ver|veren|feriening|vereniging met volledige rechtsbevoegdheid
            |vereniging met beperkte rechtsbevoegdheid|informele vereniging|formele vereniging
            |buurtvereniging|dorpsvereniging|wijkvereniging|bewonersvereniging|dorpsbelang
            |doarpsbelang|dorpsbelangen|plaatselijk belang"""
        ),
        "cooperative": _phrases(
            """coöperatie|coöperatief|coöperatieve vereniging|coöperatieve|coöp|coop
            |coöperatie u.a.|coöperatieve vereniging u.a.|coöperatieve vereniging met uitgesloten
            aansprakelijkheid|coöperatie w.a.|coöperatie b.a.|u.a.|zorgcoöperatie|dorpscoöperatie
            |wijkcoöperatie|koöperaasje|coöperatie met uitgesloten aansprakelijkheid"""
        ),
        "none": _phrases(
            """geen|geen rechtsvorm|geen rechtspersoon|zonder rechtsvorm|geen juridische vorm
            |geen rechtspersoonlijkheid|informeel|informele groep|losse groep|bewonersgroep
            |burgerinitiatief|bewonersinitiatief|particulier|particulier initiatief|privé|werkgroep
            |initiatiefgroep|vrijwilligersgroep|natuurlijke personen|los verband|nog geen
            |gjin|groep bewoners|groep vrijwilligers|inwonersgroep"""
        ),
        "part_of_larger": _phrases(
            """onderdeel|onderdeel van een grotere organisatie|onderdeel grotere organisatie
            |deel van groter geheel|onderdeel van groter geheel|onderdeel van organisatie
            |onder een andere organisatie|onder koepel|koepel|koepelorganisatie
            |valt onder andere organisatie|grotere organisatie
            |welzijnsorganisatie|zorgorganisatie|onderdeel welzijn|onderdeel gemeente
            |part of larger organisation"""
        ),
        "other": _phrases(
            """anders|anders nl|anders namelijk|overig|overige|b.v.|bv|besloten vennootschap|n.v.
            |nv|vof|v.o.f.|vennootschap onder firma|eenmanszaak|maatschap|zzp|cv|sociale onderneming
            |kerk|kerkgenootschap|kerkelijke gemeente|parochie|diaconie|gemeente|overheid|oars"""
        ),
    },
    "appearance": {
        "care_cooperative": _phrases(
            """zorgcoöperatie|zorg coöperatie|zorgcoop|zorg coop|coöperatie|dorpscoöperatie
            |wijkcoöperatie|buurtcoöperatie|welzijnscoöperatie|zorgvereniging|zorgcorporatie
            |soarchkoöperaasje|zorg en welzijnscoöperatie|wooncoöperatie"""
        ),
        "neighbour_point": _phrases(
            """noaberzorgpunt|noaberzorgpunten|noaber zorgpunt|naoberzorgpunt|noaberpunt|naoberpunt
            |noaberloket|zorgpunt|dorpspunt|dorpssteunpunt|steunpunt|nzp|dorpsloket|buurtpunt
            |hulppunt|zorgloket"""
        ),
        "caring_village": _phrases(
            """zorgzaam dorp|zorgzame dorpen|zorgdorp|zorgzame gemeenschap|zorgzame dorpsgemeenschap
            |zorgzame kern|zorgzame buurt|zorgzame wijk|zorgzame straat|dorpszorg|soarchsum doarp
            |soarchsume mienskip|dorpsondersteuner|dorpsondersteuning|zorgvriendelijk dorp"""
        ),
        "neighbour_network": _phrases(
            """burennetwerk|buren netwerk|burenhulp|burenhulpnetwerk|burenhulpdienst
            |burenhulpcentrale|buurtnetwerk|buurtzorgnetwerk|noaberhulp|naoberhulp|noaberschap
            |naoberschap|nabuurschap|noabernetwerk|buorrehelp|buurthulp|hulpdienst|vrijwillige hulp
            |vrijwillige hulpdienst|uuv|burendienst|buurtdienst"""
        ),
        "village_work": _phrases("doarpswurk|dorpswerk|dorpenwerk|doarpsbelang|dorpsbelang"),
        "city_village": _phrases("stadsdorp|stadsdorpen|stads dorp|stad dorp|sd"),
        "residents_collective": _phrases(
            """buurtcollectief|bewonerscollectief|wijkcollectief|buurt collectief|burgercollectief
            |bewonersbedrijf|wijkbedrijf|wijkonderneming|bewonersgroep|bewonersinitiatief
            |burgerinitiatief|buurtinitiatief|wijkinitiatief|bewonersvereniging|dorpscollectief
            |wooncollectief"""
        ),
        "other": _phrases("anders|anders nl|anders namelijk|overig|overige|oars"),
    },
    "themes": {
        "cohesion": _phrases(
            """sociale cohesie|sociale samenhang|cohesie|samenhang|ontmoeting|ontmoeten|ontmoetingen
            |saamhorigheid|verbinding|verbinden|verbondenheid|gemeenschapszin|sociale contacten
            |contact|onderlinge contacten|eenzaamheid|eenzaamheidsbestrijding|noaberschap
            |naoberschap|burenhulp|mienskip|mienskipssin|samenleven|sociaal|sociale netwerken"""
        ),
        "welfare": _phrases("welzijn|wolwêzen|maatschappelijk welzijn|sociaal domein|welbevinden"),
        "liveability": _phrases(
            """leefbaarheid|leefomgeving|leefberens|leefbaar|leefbaarheid dorp|voorzieningen
            |groen|openbare ruimte|veiligheid|dorpsontwikkeling|wijkontwikkeling"""
        ),
        "care": _phrases(
            """zorg|zorg en ondersteuning|ondersteuning|hulp|hulpverlening|soarch|thuiszorg
            |zorgverlening|informele zorg|wijkverpleging|dagbesteding|nazorg
            |langer thuis|langer thuis wonen|palliatieve zorg|zorg aan huis"""
        ),
        "housing": _phrases(
            """wonen|woningen|huisvesting|woonvormen|wenjen|wonen met zorg|woonzorg
            |levensloopbestendig wonen|seniorenwoningen|bouwen|nieuwe woonvormen"""
        ),
        "mobility": _phrases("vervoer|mobiliteit|ferfier|bereikbaarheid|dorpsauto|deelauto|bus"),
        "informal_care": _phrases(
            "mantelzorg|mantelzorgondersteuning|mantelzorgers|mantelsoarch|respijtzorg"
        ),
        "participation": _phrases(
            """meedoen en leren|meedoen|leren|participatie|educatie|scholing|dagactiviteiten
            |activering|digitale vaardigheden|talentontwikkeling|cursussen|re-integratie
            |arbeidsparticipatie|onderwijs|taal|cultuur|kunst en cultuur"""
        ),
        "health": _phrases(
            """gezondheid|sûnens|gezond leven|gezonde leefstijl|bewegen|sport|sport en bewegen
            |vitaliteit|voeding|gezondheidszorg|positieve gezondheid|beweging"""
        ),
        "prevention": _phrases("preventie|previnsje|valpreventie|preventief|vroegsignalering"),
    },
    "activities": {
        "meeting": _phrases(
            """ontmoeting|ontmoeten|ontmoetingen|ontmoetingsplek|ontmoetingsplaats|inloop|inloophuis
            |inloopochtend|inloopmiddag|koffie|koffieochtend|koffiedrinken|koffiemiddag|huiskamer
            |dorpshuis|dorpskamer|buurtkamer|soos|moetsje|bezoek|huisbezoek|bezoekdienst|borrel
            |gezelligheid|sociale activiteiten|dorpshuiskamer|buurthuis|lezingen"""
        ),
        "transport": _phrases(
            """vervoer|vervoersdienst|vervoerdienst|dorpsauto|dorpsbus|automaatje|auto maatje
            |belbus|buurtbus|autodienst|rijden|ferfier|deelauto|boodschappenbus|rolstoelbus
            |autovervoer|mobiliteit|taxi"""
        ),
        "meals": _phrases(
            """maaltijden|maaltijd|eten|samen eten|eetpunt|open tafel|tafeltje dekje|maaltijdservice
            |maaltijdvoorziening|miel|mielen|eettafel|eetclub|koken|gezamenlijke maaltijd|dorpsdiner
            |maaltijddienst|warme maaltijd|lunch|samen koken|resto|eetcafé"""
        ),
        "odd_jobs": _phrases(
            """klussen|klusjes|klussendienst|klusdienst|klusjesdienst|klus|tuinonderhoud|tuin
            |tuinieren|boodschappen|boodschappendienst|hand en spandiensten|hand- en spandiensten
            |huishoudelijke hulp|hulpdienst|hulp in huis|praktische hulp|burenhulp|computerhulp
            |administratie|formulierenhulp|klusteam|klusser|huishouden|hulp bij het huishouden"""
        ),
        "day_activities": _phrases(
            """dagactiviteiten|activiteiten|dagactiviteit|activiteiten overdag|bewegen|sport
            |wandelen|fietsen|biljarten|kaarten|bingo|creatief|handwerken|schilderen|zingen|koor
            |gymnastiek|gym|yoga|excursies|uitstapjes|cursussen|workshops|jeu de boules|moestuin
            |spelletjes|muziek|film|jeugdactiviteiten|ouderenactiviteiten|spel"""
        ),
        "neighbourhood_app": _phrases(
            """buurtapp|buurt app|whatsapp|whatsappgroep|whatsapp groep|app|appgroep|app groep
            |dorpsapp|dorps app|wijkapp|buurtwhatsapp|website|nieuwsbrief|digitaal platform|hoplr
            |nextdoor|buurtpreventie|dorpskrant|digitale marktplaats|digitaal dorpsplein"""
        ),
        "care_coordination": _phrases(
            """zorgcoördinatie|coördinatie|coördinatie van zorg|dorpsondersteuner|dorpscoördinator
            |zorgcoördinator|wijkcoördinator|dorpsondersteuning|zorgmakelaar|vraagbaak|dorpsloket
            |signalering|doorverwijzing|zorgloket|spreekuur|informatie en advies|advies|matchen
            |cliëntondersteuning|informatiepunt|loket|zorgbemiddeling"""
        ),
        "nursing": _phrases(
            """verpleging en verzorging|verpleging|verzorging|persoonlijke verzorging|thuiszorg
            |wijkverpleging|wijkzorg|wijkverpleegkundige|buurtzorg|palliatieve zorg|terminale zorg
            |zorg thuis|zorg aan huis|hospice|ferpleging|nachtzorg"""
        ),
        "day_care": _phrases(
            """dagbesteding|dagopvang|dagverzorging|dagsoarch|dagbestedingen|zorgboerderij
            |dagactiviteitencentrum|ouderenopvang|dementieopvang|respijtzorg|odensehuis
            |ontmoetingscentrum|inloop dementie"""
        ),
        "care_homes": _phrases(
            """zorgwoningen|zorgwoning|zorghuis|zorgappartementen|verpleeghuis|kleinschalig wonen
            |woonzorgcomplex|woonzorgcentrum|aanleunwoningen|logeerhuis|zorgvilla|woonzorg
            |beschermd wonen|kleinschalige zorgwoning|wonen met zorg|zorgcomplex"""
        ),
        "new_housing": _phrases(
            """nieuwe woonvormen|woonvormen|wonen|knarrenhof|hofje|hofjes|seniorenwoningen
            |woongroep|meergeneratiewonen|mantelzorgwoning|mantelzorgwoningen|woonproject
            |levensloopbestendige woningen|levensloopbestendig|gezamenlijk wonen|wooncoöperatie
            |tiny houses|cpo|groepswonen|nieuwbouw|woningbouw"""
        ),
    },
}
