"""What lists call their columns: Dutch and Frisian words for each field, and a few English ones."""

from __future__ import annotations

import re
from functools import cache

from zorgzaam.intake.personal import PERSONAL_FIELDS, plain

# For each field the usual names of its column. After a semicolon stand names that count when no
# column has one of the first: in a list with "Plaats" and "Wijk" the place is in "Plaats".
SYNONYMS: dict[str, str] = {
    "list_key": """
        nr | nummer | volgnummer | volgnr | volg nr | id | code | lijstnummer | registratienummer
        | rijnummer | kenmerk | referentie | relatienummer | relatienr | initiatiefnummer
        | initiatief nr | initiatief id | sleutel | dossiernummer | lidnummer | list key
        """,
    "name": """
        naam initiatief | naam bewonersinitiatief | naam burgerinitiatief | naam zorginitiatief
        | naam dorpsinitiatief | naam project | initiatief | initiatieven | initiatiefnaam
        | bewonersinitiatief | burgerinitiatief | zorginitiatief | stadsdorp of initiatief
        | naam zorgzame gemeenschap | zorgzame gemeenschap | zorgzaam dorp | naam gemeenschap
        | initiatief naam | hoe heet initiatief | namme inisjatyf | inisjatyf | initiative
        | initiative name | name initiative
        ; naam organisatie | organisatie | organisatienaam | naam stichting | naam vereniging
        | naam cooperatie | naam zorgcooperatie | zorgcooperatie | naam groep | naam instelling
        | instelling | naam stadsdorp | stadsdorp | project | projectnaam | organisaasje | groep
        | naam dorpscooperatie | dorpscooperatie | organisation | organization
        ; naam | namme | name
        """,
    "umbrella": """
        koepel | koepelorganisatie | overkoepelende organisatie | overkoepelend | moederorganisatie
        | moederstichting | hoofdorganisatie | onderdeel van | valt onder | maakt deel uit van
        | paraplu | paraplu organisatie | aangesloten bij | koepel organisatie | naam koepel
        | onderdeel van organisatie | umbrella
        ; lid van | netwerk
        """,
    "postcode": """
        postcode | pc | post code | postkode | postkoade | pc6 | postcodes | postcodegebied | zip
        | postal code | postcode letters | zipcode
        ; pc4 | postcode4 | viercijferige postcode
        """,
    "place": """
        plaats | woonplaats | plaatsnaam | vestigingsplaats | dorp | kern | stad | dorp kern
        | plaats dorp | dorp stad | stad dorp | dorp plaats | kern dorp | plaats kern | plak
        | doarp | dorpsnaam | naam dorp | naam plaats | naam kern | dorpskern | woonkern
        | place | village | town | city | plaats van vestiging | dorpen | kernen | plaats stad
        ; locatie | wijk | buurt | wijk buurt | buurt wijk | dorp wijk | wijk dorp | stad wijk
        | dorp buurt | dorp wijk buurt | plaats wijk | werkgebied | gebied | stadsdeel
        """,
    "municipality": """
        gemeente | gemeentenaam | naam gemeente | gem | burgerlijke gemeente | gemeenten
        | gemeinte | municipality | gemeente naam
        """,
    "province": "provincie | prov | provincienaam | provinsje | naam provincie | province",
    "website": """
        website | web | site | url | webadres | internet | internetadres | internetsite | homepage
        | webpagina | www | link | adres website | website adres | web adres | internetpagina
        | webside | webstek | web site | weblink | website url | link website | websites
        """,
    "kvk_number": """
        kvk | kvk nummer | kvk nr | kvknr | kvknummer | nummer kvk | kamer van koophandel
        | nummer kamer van koophandel | kamer van koophandel nummer | kvk inschrijving
        | kvk inschrijfnummer | handelsregisternummer | handelsregister | kvk dossiernummer
        | inschrijfnummer kvk | kvk registratienummer | nr kvk | kvk nummer 8 cijfers
        """,
    "start_year": """
        startjaar | jaar van oprichting | oprichtingsjaar | opgericht | opgericht in | gestart
        | gestart in | begonnen | begonnen in | beginjaar | sinds | start | jaar van start
        | jaar start | jaar oprichting | jaar van ontstaan | ontstaansjaar | ontstaan | ontstaan in
        | opgericht in jaar | gestart in jaar | sinds jaar | actief sinds | bestaat sinds
        | oprichting | oprichtingsdatum | datum oprichting | datum van oprichting | startdatum
        | startmoment | jaar waarin gestart is | jaar van begin | begin | jier | oprjochte
        | oprjochtingsjier | begjinjier | start year | begonnen in jaar | jaar opgericht
        | jaar gestart | wanneer gestart | wanneer opgericht | start in | stichtingsjaar
        | actief vanaf | vanaf | aanvang | jaar van aanvang | jaartal oprichting | jaartal start
        | opstartjaar | startjaartal | datum start | in welk jaar gestart
        | in welk jaar opgericht | in welk jaar begonnen | founded
        ; jaar | jaartal | year
        """,
    "phase": """
        fase | stadium | ontwikkelfase | ontwikkelingsfase | fase van ontwikkeling | projectfase
        | levensfase | in welke fase | faze | phase | fase status | status fase
        ; status | stand van zaken | stand
        """,
    "legal_form": """
        rechtsvorm | juridische vorm | rechtspersoon | rechtspersoonlijkheid | juridische status
        | organisatievorm | juridische entiteit | rjochtsfoarm | rechts vorm | legal form
        | juridische structuur
        ; vorm
        """,
    "appearance": """
        verschijningsvorm | type initiatief | soort initiatief | type zorginitiatief | categorie
        | soort zorginitiatief | type bewonersinitiatief | initiatieftype | aard initiatief
        | vorm initiatief | type organisatie | soort organisatie | vorm van initiatief
        ; type | soort
        """,
    "themes": "thema | themas | onderwerp | onderwerpen | tema | themes | domein | domeinen",
    "activities": """
        activiteit | activiteiten | aanbod | diensten | voorzieningen | werkzaamheden
        | wat doet initiatief | wat doen ze | soort activiteiten | diensten en activiteiten
        | activiteiten en diensten | aktiviteiten | aktiviteit | activities | activiteitenaanbod
        """,
    "target_group": """
        doelgroep | doelgroepen | voor wie | doelgroep initiatief | doelgroep en | target group
        """,
    "description": """
        omschrijving | beschrijving | korte omschrijving | korte beschrijving | omskriuwing
        | beschrijving initiatief | omschrijving initiatief | samenvatting | description
        | omschrijving activiteiten | beschrijving activiteiten | beknopte omschrijving
        ; toelichting | bijzonderheden | informatie | info | doel | doelstelling | missie
        """,
    "volunteers_count": """
        vrijwilligers | aantal vrijwilligers | vrijwilligers aantal | vrijw | aantal vrijw
        | vrijwilligersaantal | hoeveel vrijwilligers | frijwilligers | oantal frijwilligers
        | actieve vrijwilligers | aantal actieve vrijwilligers | volunteers | nummer vrijwilligers
        | totaal aantal vrijwilligers | totaal vrijwilligers
        """,
    "members_count": """
        leden | aantal leden | ledental | ledenaantal | leden aantal | hoeveel leden | leen
        | oantal leden | members | nummer leden | totaal aantal leden | totaal leden
        """,
    "visitors_count": """
        bezoekers | aantal bezoekers | bezoekersaantal | bezoekers per jaar | bezoekersaantallen
        | aantal bezoekers per jaar | bezoekers aantal | hoeveel bezoekers | besikers | visitors
        | totaal aantal bezoekers | totaal bezoekers
        ; deelnemers | aantal deelnemers | gebruikers | aantal gebruikers
        """,
    "is_local": """
        lokaal | is lokaal | lokaal initiatief | criterium lokaal | lokaal ja nee | plaatselijk
        | lokaal karakter | criterium 1 lokaal
        """,
    "residents_lead": """
        bewoners aan zet | van bewoners | bewoners hebben leiding | bewoners spelen belangrijke rol
        | bewoners belangrijke rol | belangrijke rol bewoners | rol bewoners | door bewoners
        | bewonersgestuurd | bewoners leidend | criterium bewoners | bewoners initiatief
        | bewoners aan roer | bewoners nemen initiatief | door en voor bewoners
        | van en door bewoners | door bewoners geleid
        """,
    "mutual_support": """
        onderlinge steun | onderling contact | gericht op onderling contact | onderlinge hulp
        | onderlinge steun en contacten | onderlinge steun en contact | onderlinge contacten
        | onderlinge ondersteuning | wederkerigheid | wederzijdse steun | wederzijdse hulp
        | onderling contact en steun | criterium onderlinge steun | gericht op onderlinge steun
        """,
    "show_on_map": """
        op kaart | kaart | tonen op kaart | toestemming kaart | vermelding op kaart
        | vermelden op kaart | mag op kaart | zorgkaart | op kaart zetten
        | publiceren op kaart | toestemming vermelding | toestemming publicatie | op kaart tonen
        | toestemming op kaart
        | op kaart ja nee | zichtbaar op kaart
        """,
    "invited": """
        uitgenodigd | uitnodiging | uitnodiging verstuurd | aangeschreven | enquete verstuurd
        | uitgenodigd voor enquete | uitnodiging enquete | uitgenodigd enquete | invited
        | uitgenodigd voor vragenlijst | vragenlijst verstuurd
        """,
    "contact_name": """
        contactpersoon | contactpersonen | naam contactpersoon | contact | naam contact
        | contactnaam | contact naam | contactpersoon naam | kontaktpersoan | kontakt
        | voornaam | achternaam | tussenvoegsel | voorletters | coordinator | voorzitter
        | aanspreekpunt | aanspreekpersoon | secretaris | penningmeester | contact person
        """,
    "email": """
        email | emailadres | email adres | mail | mailadres | mail adres | emailadressen | emails
        | email contactpersoon | contact email | emailadres contactpersoon | e mailadres
        | mailadres contactpersoon | mail contactpersoon | algemeen emailadres | contactmail
        """,
    "phone": """
        telefoon | telefoonnummer | tel | telefoonnr | telnr | tel nr | tel nummer | mobiel
        | mobiel nummer | mobiele nummer | mobiele telefoon | gsm | telefoan | vaste telefoon
        | telefoon contactpersoon | telefoonnummer contactpersoon | tel contactpersoon | phone
        | telefoon mobiel | telefoon vast | telefoonnummers | telefoon nr | telefoon nummer
        """,
    "street_address": """
        adres | straat | straatnaam | huisnummer | huisnr | huis nr | straat en huisnummer
        | straat huisnummer | straat huisnr | adresregel | postadres | bezoekadres | adres straat
        | vestigingsadres | correspondentieadres | postbus | strjitte | toevoeging | straat nr
        | huisnummer toevoeging | straat nummer | adressen | address | street | woonadres
        """,
}
LIST_FIELDS = tuple(field for field in SYNONYMS if field not in PERSONAL_FIELDS)

_FILLERS = """
    van het de den der een uw jullie je onze ons in of en op per te voor bij waar waarin is was zijn
    dit deze die aan evt eventueel eventuele indien graag invullen verplicht optioneel ca circa
    ongeveer huidig huidige bekend s t n yn fan it the of a an ja nee jn cijfers welke welk wat
    hoeveel actief gevestigd nl jjjj korte kort volledig volledige officieel officiele
"""
_SUBJECTS = """
    initiatief initiatieven organisatie organisaties stichting vereniging cooperatie project
    bewonersinitiatief burgerinitiatief zorginitiatief zorgcooperatie groep instelling inisjatyf
    gemeenschap initiative
"""
# Words that say nothing about what is in a column.
FILLERS = frozenset(_FILLERS.split())
# What a list is about: "Postcode initiatief" is a postcode.
SUBJECTS = frozenset(_SUBJECTS.split())
LEGAL_WORDS = frozenset({"stichting", "vereniging", "cooperatie", "groep"})
Words = frozenset[str]
# "3. Naam", "1a Plaats", "Leden 2020"; but 06 is a telephone number.
_NUMBERING = re.compile(r"(?!06$)\d+[a-z]?")


def words_of(title: str) -> Words:
    """Return the words of a header that say something; all of them if none does."""
    words = [word for word in plain(title).split() if not _NUMBERING.fullmatch(word)]
    return frozenset(word for word in words if word not in FILLERS) or frozenset(words)


@cache
def known_headers() -> dict[Words, tuple[str, int]]:
    """Return the field that each known header stands for, and its rank: 1 before 2 before 3."""
    return {
        words_of(phrase): (field, rank)
        for field, ranks in SYNONYMS.items()
        for rank, phrases in enumerate(ranks.split(";"), 1)
        for phrase in phrases.split("|")
    }


@cache
def vocabulary() -> frozenset[str]:
    """Return every word of the known headers."""
    return frozenset(word for words in known_headers() for word in words) | SUBJECTS
