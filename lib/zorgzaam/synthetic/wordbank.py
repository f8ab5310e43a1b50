"""Invented words: no initiative and no person has these names, and everybody can see that."""

from __future__ import annotations

# An invented stem and an ending make a name: Fabelwolde, Kwikkelhof.
STEMS = (
    "Fabel", "Kwikkel", "Purper", "Grutter", "Wiebel", "Sprook", "Mallemoer", "Knibbel",
    "Zilvermuis", "Tovertol", "Pimpel", "Hobbel", "Drommel", "Ratel", "Snorre", "Bolder",
    "Kneuter", "Flierel", "Tjingel", "Krakel", "Frutsel", "Okergeus", "Lampion", "Wispel",
    "Noppel", "Schommel", "Duimel", "Gagel", "Roezemoes", "Tierelan",
)  # fmt: skip
VILLAGE_ENDINGS = (
    "wolde", "rade", "huizen", "dam", "loo", "drecht", "werd", "horst", "beek", "gat",
)  # fmt: skip
HOUSE_ENDINGS = (
    "hof", "hoeve", "stee", "kamer", "plein", "tuin", "poort", "brink", "erf", "bron", "terij",
)  # fmt: skip
NEUTER_ENDINGS = ("plein", "erf")  # take "het" or "'t", the other endings "de"
# Names that very many initiatives share, as real ones share "De Brink".
FAVOURITES = (
    "Fabelhof", "Kwikkelstee", "Purperplein", "Gruttertuin", "Wiebelbrink", "Knibbelkamer",
    "Sprookpoort", "Hobbelhoeve",
)  # fmt: skip
VILLAGE_FAVOURITES = ("Fabelwolde", "Kwikkelrade", "Purperhuizen", "Grutterdam", "Wiebeldrecht")
SAINTS = ("Fabulus", "Kwikkebert", "Purpera", "Grutterinus", "Wiebelda")

# What an initiative calls itself, by its appearance.
TYPE_WORDS: dict[str, tuple[str, ...]] = {
    "care_cooperative": ("Zorgcoöperatie", "Dorpscoöperatie"),
    "neighbour_point": ("Noaberzorgpunt", "Noaberpunt", "Zorgpunt"),
    "caring_village": ("Zorgzaam", "Zorgzaam", "Zorgzaam Dorp"),
    "neighbour_network": ("Noaberhulp", "Burenhulp", "Burennetwerk"),
    "village_work": ("Dorpshuis", "Dorpshuis", "Dorpsbelang", "Doarpswurk"),
    "city_village": ("Stadsdorp",),
    "residents_collective": ("Buurtcollectief", "Bewonerscollectief"),
    "other": ("Buurtkamer", "Inloop", "Eetpunt", "Ontmoetingsplek", "Klussendienst", "Buurtbus"),
}
UMBRELLA_WORDS = ("Omkijk", "Samenredzaam", "Naastewerk", "Hulpkring")

# Contact persons: invented first names and surnames.
FIRST_NAMES = (
    "Wobbeline", "Prullius", "Fiedeltje", "Snorrebert", "Kwiksa", "Ploenie", "Trommeltje",
    "Dropke", "Hagelslagje", "Zwabber", "Muizelien", "Pimpelius",
)  # fmt: skip
SURNAMES = (
    "van der Fabel", "Verzonnen", "Sprookjesma", "de Niemand", "Kwikkelstra", "Bestaatniet",
    "op 't Papier", "ten Verdichtsel", "Testmans", "Purperink",
)  # fmt: skip
STREETS = ("Fabellaan", "Verzonnenweg", "Sprookjespad", "Purperstraat", "Testdijk", "Kwikkelsteeg")

DESCRIPTIONS = (
    "Bewoners eten elke week samen.",
    "Vrijwilligers rijden mensen zonder auto.",
    "Koffie op woensdag; iedereen is welkom.",
    "Buren helpen elkaar met klussen en boodschappen.",
    "Een inloop voor het hele dorp, met een leestafel.",
    "Samen wandelen, daarna soep.",
    "Hulp bij formulieren, door en voor bewoners.",
)
MORE_THAN_A_NAME = (
    "{} - voor en door bewoners", "Werkgroep {}", "{} (pilot)", "Project {}", "{}, samen sterk",
)  # fmt: skip
NOTES = ("gebeld", "nog nakijken", "formulier ontvangen", "via de gemeente", "nieuw bestuur", "")
