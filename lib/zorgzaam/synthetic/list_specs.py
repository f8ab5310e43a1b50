"""The thirteen lists of the synthetic wave: one of the whole country, and one a province."""

from __future__ import annotations

from zorgzaam.synthetic.lists import ListSpec, columns

NATIONAL = ListSpec(
    "landelijke-lijst",
    "xlsx",
    "Landelijk netwerk (synthetisch)",
    0.60,
    columns("""
            Nr = list_key; Naam initiatief = name; Koepel = umbrella; Postcode = postcode;
            Plaats = place; Gemeente = municipality; Provincie = province; Website = website;
            KvK-nummer = kvk_number; Startjaar = start_year; Fase = phase;
            Rechtsvorm = legal_form; Verschijningsvorm = appearance; Thema's = themes;
            Lokaal initiatief = is_local; Bewoners aan zet = residents_lead;
            Onderling contact = mutual_support; Op de kaart = show_on_map; Uitgenodigd = invited;
            Contactpersoon = contact_name; E-mail = email; Telefoon = phone; Opmerkingen = note;
            synthetisch = mark
        """),
    sheet="Lijst",
    late_sheet="Nagekomen",
    titles=("SYNTHETISCH: verzonnen lijst van bewonersinitiatieven", "Stand 1 september 2020"),
    footnote="* gegevens van het netwerk zelf",
    filled={"kvk_number": 0.6, "website": 0.85, "postcode": 0.95, "municipality": 0.9},
)

REGIONAL = (
    ListSpec(
        "groningen", "csv", "Netwerk Groningen (synthetisch)", 0.65,
        columns("""
            Dorp = place; Initiatief = name; Adres = street_address; Postcode = postcode;
            Web = website; Contact = contact_name; Tel. = phone; Begonnen in = start_year;
            Aantal vrijwilligers = volunteers_count; synthetisch = mark
        """),
        ("groningen",), encoding="cp1252", legal="drop", website="bare",
    ),
    ListSpec(
        "fryslan", "xlsx", "Netwerk Fryslân (synthetisch)", 0.70,
        columns("""
            Naam = name; Plak = place; Postkoade = postcode; Gemeente = municipality;
            Rechtsvorm = legal_form; Leden = members_count; Vrijwilligers = volunteers_count;
            Website = website; E-mailadres = email; synthetisch = mark
        """),
        ("fryslan",), sheet="Overzicht", postcode="tight", legal="short", words=1,
    ),
    ListSpec(
        "drenthe", "ods", "Netwerk Drenthe (synthetisch)", 0.60,
        columns("""
            Volgnr = list_key; Organisatie = name; Plaats = place; PC = postcode;
            Gemeente = municipality; Jaar van oprichting = start_year; Status = phase;
            Activiteiten = activities; Bezoekers per jaar = visitors_count;
            Contactpersoon = contact_name; Mailadres = email; synthetisch = mark
        """),
        ("drenthe",), sheet="Blad1", titles=("SYNTHETISCH overzicht Drenthe",), words=1,
        separator=", ",
    ),
    ListSpec(
        "overijssel", "xlsx", "Netwerk Overijssel (synthetisch)", 0.55,
        columns("""
            Initiatief | Naam = name; Initiatief | Koepelorganisatie = umbrella;
            Initiatief | Rechtsvorm = legal_form; Initiatief | KvK = kvk_number;
            Locatie | Postcode = postcode; Locatie | Plaats = place;
            Locatie | Gemeente = municipality; Kenmerken | Startjaar = start_year;
            Kenmerken | Vrijwilligers = volunteers_count; Kenmerken | Lokaal? = is_local;
            Kenmerken | Van bewoners? = residents_lead;
            Kenmerken | Onderling contact? = mutual_support;
            Contact | Naam contactpersoon = contact_name; Contact | E-mail = email;
            Bestand | synthetisch = mark
        """),
        ("overijssel",), sheet="Initiatieven 2020", legal="behind", website="https",
        yes_no=("J", "N"), titles=("SYNTHETISCH: initiatieven in Overijssel",),
        filled={"kvk_number": 0.5},
    ),
    ListSpec(
        "flevoland", "csv", "Netwerk Flevoland (synthetisch)", 0.50,
        columns("""
            id = list_key; naam_initiatief = name; plaatsnaam = place; website = website;
            startjaar = start_year; fase = phase; toestemming_kaart = show_on_map; email = email;
            synthetisch = mark
        """),
        ("flevoland",), delimiter=",", website="https", words=2, yes_no=("1", "0"),
    ),
    ListSpec(
        "gelderland", "xlsx", "Netwerk Gelderland (synthetisch)", 0.60,
        columns("""
            Plaats = place; Gemeente = municipality; Naam van het initiatief = name;
            Soort = appearance; Fase = phase; Sinds = start_year; Aantal leden = members_count;
            Aantal bezoekers = visitors_count; Lokaal = is_local;
            Bewoners hebben de leiding = residents_lead;
            Gericht op onderling contact = mutual_support; Internet = website;
            Postcode = postcode; Telefoonnummer = phone; Naam contact = contact_name;
            Bijzonderheden = description; synthetisch = mark
        """),
        ("gelderland",), sheet="Gelderland", legal="drop", yes_no=("x", "nee"),
        titles=("", "SYNTHETISCH: Kleine kernen in Gelderland", "bijgewerkt: augustus 2020"),
        footnote="Totaal exclusief aanmeldingen na 1 september",
    ),
    ListSpec(
        "utrecht", "csv", "Netwerk Utrecht (synthetisch)", 0.55,
        columns("""
            Naam = name; Gemeente = municipality; Woonplaats = place; Postcode = postcode;
            Homepage = website; KvK nummer = kvk_number; Doelgroep = target_group;
            Waar gaat het over = themes; Omschrijving = description; Contact e-mail = email;
            synthetisch = mark
        """),
        ("utrecht",), mapped=("Waar gaat het over",),
        delimiter=",", encoding="utf-8-sig", postcode="tight", website="page",
        separator=" / ", filled={"kvk_number": 0.5},
    ),
    ListSpec(
        "noord-holland", "csv", "Netwerk Noord-Holland (synthetisch)", 0.45,
        columns("""
            Stadsdorp of initiatief = name; Stad/dorp = place; Postcode = postcode;
            Opgericht = start_year; Leden = members_count; Website = website;
            Rechtsvorm = legal_form; Kaart = show_on_map; Coördinator = contact_name;
            Mail = email; synthetisch = mark
        """),
        ("noord-holland",), delimiter="\t", legal="short", website="bare",
        yes_no=("Ja", "Nee"), words=2,
    ),
    ListSpec(
        "zuid-holland", "csv", "Netwerk Zuid-Holland (synthetisch)", 0.45,
        columns("""
            Relatienummer = list_key; Naam initiatief = name; Straat = street_address;
            Postcode = postcode; Plaats = place; Contactpersoon = contact_name; Telefoon = phone;
            E-mail = email; Website = website; Aantal vrijwilligers = volunteers_count;
            Aantal bezoekers = visitors_count; Omschrijving = description; synthetisch = mark
        """),
        ("zuid-holland",), encoding="cp1252", postcode="digits",
    ),
    ListSpec(
        "zeeland", "ods", "Netwerk Zeeland (synthetisch)", 0.60,
        columns("""
            Kern = place; Naam = name; Gemeente = municipality; Website = website;
            Startjaar = start_year; Handen aan de ploeg = volunteers_count; Leden = members_count;
            Contact = contact_name; synthetisch = mark
        """),
        ("zeeland",), mapped=("Handen aan de ploeg",),
        sheet="Zeeland", legal="behind", website="page",
    ),
    ListSpec(
        "noord-brabant", "xlsx", "Netwerk Noord-Brabant (synthetisch)", 0.65,
        columns("""
            Nr. = list_key; Naam = name; Vorm = legal_form; Verschijningsvorm = appearance;
            Postcode = postcode; Plaats = place; Gemeente = municipality; KVK = kvk_number;
            Website = website; Jaar = start_year; Leden = members_count;
            Vrijwilligers = volunteers_count; Niet op kaart? = note; Op kaart = show_on_map;
            Contactpersoon = contact_name; E-mailadres = email; synthetisch = mark
        """),
        ("noord-brabant",), sheet="Koepel", postcode="lower", legal="full", words=1,
        titles=("SYNTHETISCH", "Ledenlijst koepel zorginitiatieven"),
        filled={"kvk_number": 0.55},
    ),
    ListSpec(
        "limburg", "csv", "Netwerk Limburg (synthetisch)", 0.55,
        columns("""
            Gemeente = municipality; Kern = place; Initiatief = name; Omschrijving = description;
            Wat er gebeurt = activities; Postcode = postcode; Site = website; Gestart = start_year;
            Contactpersoon = contact_name; Telefoon = phone; synthetisch = mark
        """),
        ("limburg",), mapped=("Wat er gebeurt",),
        encoding="utf-8-sig", legal="drop", separator=", ",
    ),
)  # fmt: skip
LISTS = (NATIONAL, *REGIONAL)
