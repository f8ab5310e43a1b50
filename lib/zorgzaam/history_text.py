"""Sentences about what the lists say of the past; numbers formatted at the end."""

from __future__ import annotations

import math

import pandas as pd

from zorgzaam.dutch import format_number, format_percent, join_words
from zorgzaam.params import Kind
from zorgzaam.stats import coverage, founding

# Before a sentence that may be quoted on its own: it must not pass for a fact then.
WARNING: dict[Kind, str] = {
    "published": "",
    "real": "",
    "synthetic": "Volgens verzonnen gegevens, en dus niet om te citeren: ",
}


def _range(low: float, high: float) -> str:
    return f"{format_number(low)} tot {format_number(high)}"


def speech(table: pd.DataFrame, years: tuple[int, int], kind: Kind) -> str:
    """Return the one sentence about the split of a rise that holds in a speech."""
    row = table.set_index("quantity")
    change = row.at["B", "value"] + row.at["C", "value"] - row.at["D", "value"]
    net, share = row.loc["net_growth"], row.loc["net_pct"]
    text = (
        f"van de {format_number(change)} initiatieven die tussen {years[0]} en {years[1]} op de "
        f"lijst erbij kwamen, is **ongeveer {format_number(net['value'])} echte groei** "
        f"({format_percent(share['value'])}; {_range(net['low'], net['high'])}); de rest bestond "
        "al en is later gevonden."
    )
    return _start(WARNING[kind] + text)


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]


def split_sentences(table: pd.DataFrame, years: tuple[int, int], from_survey: bool) -> str:
    """Say what the split stands on, and how far it can be off."""
    row = table.set_index("quantity")
    new = row.loc["B"]
    undated = (
        f"Na {years[0]} begonnen er ongeveer {format_number(new['value'])}: het aandeel dat de "
        f"enquête geeft, met de marge ervan ({_range(new['low'], new['high'])})"
        if from_survey
        else f"Na {years[0]} begonnen er ongeveer {format_number(new['value'])}, als wie geen "
        "startjaar heeft is zoals de anderen die nieuw zijn op de lijst"
    )
    gone, found = row.loc["D"], row.loc["coverage_pct"]
    return (
        f"Van de lijst van {years[0]} staan er {format_number(row.at['A', 'value'])} ook op die "
        "van "
        f"{years[1]}; {format_number(gone['value'])} niet meer "
        f"({_range(gone['low'], gone['high'])}, omdat niet elke koppeling zeker is). {undated}. "
        "Tellen we alleen startjaren op de lijsten, dan is de echte groei "
        f"{_range(row.at['net_growth', 'least'], row.at['net_growth', 'most'])}. De lijst van "
        f"{years[0]} had {format_percent(found['value'])} van wat er toen was en nu nog is."
    )


def split_alt(table: pd.DataFrame, years: tuple[int, int]) -> str:
    """Say what the figure of the split shows, for who cannot see it."""
    value = table.set_index("quantity")["value"]
    return (
        f"Twee balken. Van de lijst van {years[0]} bleven er {format_number(value['A'])} en "
        f"verdwenen er {format_number(value['D'])}. De lijst van {years[1]} bestaat uit die "
        f"{format_number(value['A'])}, {format_number(value['C'])} die al bestonden en later "
        f"gevonden zijn, en {format_number(value['B'])} die na {years[0]} zijn opgericht."
    )


def founding_sentence(found: founding.Founding, name: str) -> str:
    """Say when the initiatives of an area began, and how sure the years are."""
    if not found.dated_count:
        return f"Van geen enkel initiatief in {name} is een startjaar bekend."
    text = (
        f"Van {format_number(found.dated_count)} van de {format_number(found.count)} initiatieven "
        f"in {name} staat een startjaar op een lijst; van {format_percent(found.undated_pct)} "
        "niet. "
        f"De helft begon in of na {found.median:.0f} (de middelste helft: {found.quartile_1:.0f} "
        f"tot en met {found.quartile_3:.0f}). Het gemiddelde is {found.mean:.0f}: "
    )
    text += (
        "een paar oude initiatieven trekken het naar beneden. "
        if found.mean < found.median - 0.5
        else "dat ligt daar dichtbij. "
    )
    early = found.before_2000_count
    return text + (f"{_start(_count(early))} {'begon' if early == 1 else 'begonnen'} vóór 2000.")


def _count(number: int) -> str:
    return "geen enkel initiatief" if number == 0 else format_number(number)


def heaping_sentence(found: founding.Founding) -> str:
    """Say whether round years are named too often."""
    if math.isnan(found.heaping_index):
        return "Of mensen het startjaar afronden, is bij zo weinig jaren niet te zien."
    times = format_number(found.heaping_index / 100, 1)
    if found.heaping_p < 0.05:
        return (
            f"Jaren die eindigen op 0 of 5 komen {times} keer zo vaak voor als de jaren ernaast: "
            "mensen ronden het startjaar af."
        )
    return (
        f"Jaren die eindigen op 0 of 5 komen {times} keer zo vaak voor als de jaren ernaast; dat "
        "kan "
        "toeval zijn."
    )


def closure_sentence(growth: pd.Series, first: int, last: int) -> str:
    """Say what the rate of closing does to the growth."""
    told = [
        f"{format_percent(value)} als er elk jaar {rate:g} % stopt"
        for rate, value in growth.items()
        if not math.isnan(value)
    ]
    if not told:
        return ""
    return (
        f"De lijn telt alleen wie er nog is. Hoe meer er stoppen, hoe meer er vroeger waren en hoe "
        f"minder het groeide: tussen {first} en {last} groeide het aantal per jaar met "
        f"{join_words(told)}. Hoeveel er stoppen, is niet bekend."
    )


def founding_alt(survivors: pd.DataFrame, name: str, rates_pct: list[float]) -> str:
    """Say what the founding curve shows, for who cannot see it."""
    total, last = int(survivors["cumulative"].iloc[-1]), int(survivors["year"].iloc[-1])
    half = int(survivors.loc[survivors["cumulative"] * 2 >= total, "year"].iloc[0])
    return (
        f"Lijn van de initiatieven in {name} die nu nog bestaan, naar startjaar: in {half} was de "
        f"helft van de {format_number(total)} er, in {last} alle. Stippellijnen erboven voor als "
        "er "
        f"elk jaar {join_words([f'{rate:g} %' for rate in rates_pct if rate])} stopt. Daaronder "
        "staven van hoeveel er per jaar begonnen."
    )


def coverage_sentence(row: pd.Series, kind: Kind) -> str:
    """Say how many there may be in a province beside what was found."""
    name, known = row["label"], format_number(row["known"])
    if pd.isna(row["value"]):
        return f"In {name} zijn er {known} gevonden. Hoeveel er zijn: {row['note']}."
    text = (
        f"in {name} zijn er {known} gevonden. Uit de overlap van de lijsten volgt dat het er "
        f"ongeveer **{format_number(row['value'])}** kunnen zijn "
        f"({_range(row['low'], row['high'])}): {format_percent(100 * row['known'] / row['value'])} "
        "is dan gevonden."
    )
    text += f" Let op: {row['note']}." if row["note"] else ""
    return _start(WARNING[kind] + text)


def total_sentence(total: dict[str, float], table: pd.DataFrame, kind: Kind) -> str:
    """Say what the provinces together come to."""
    lacking = table.loc[table["value"].isna(), "label"].tolist()
    text = (
        f"in de provincies samen zijn er {format_number(total['known'])} gevonden, en kunnen "
        f"het er ongeveer **{format_number(total['value'])}** zijn "
        f"({_range(total['low'], total['high'])})."
    )
    text += f" Zonder {join_words(lacking)}: daar is het niet te schatten." if lacking else ""
    return _start(WARNING[kind] + text)


def overlap_sentence(own: coverage.TwoLists) -> str:
    """Say what the estimate of two lists stands on."""
    return (
        f"Op de landelijke lijst staan er {format_number(own.first)}, op de regionale "
        f"{format_number(own.second)}, op beide {format_number(own.both)}. Hoe meer ze delen, hoe "
        "minder er buiten beeld kan zijn."
    )


def models_sentence(models: pd.DataFrame) -> str:
    """Say between which numbers the models of more than two lists lie; none is the right one."""
    told = models[models["status"] == "estimated"]
    if told.empty:
        return "Uit deze lijsten is met geen enkel model te schatten hoeveel er zijn."
    fewest, most = told["estimate"].min(), told["estimate"].max()
    text = (
        f"Met {len(models)} modellen van hoe de lijsten samenhangen lopen de schattingen van "
        f"{_range(fewest, most)}. We kiezen er geen: welk model klopt, is uit de lijsten niet te "
        "zien."
    )
    lost = len(models) - len(told)
    return text + (
        f" {lost} modellen geven geen uitkomst: er is te weinig overlap." if lost else ""
    )


def coverage_alt(table: pd.DataFrame) -> str:
    """Say what the figure of the provinces shows, for who cannot see it."""
    told = table[table["value"].notna()]
    if told.empty:
        return "Per provincie hoeveel er gevonden zijn; nergens is te schatten hoeveel er zijn."
    share = 100 * told["known"] / told["value"]
    least, most = told.loc[share.idxmin()], told.loc[share.idxmax()]
    return (
        "Per provincie een vierkant voor wat gevonden is en een stip met streep voor wat er kan "
        "zijn. "
        f"Het meest gevonden in {most['label']} ({format_percent(share.max())}), het minst in "
        f"{least['label']} ({format_percent(share.min())})."
    )
