"""Why the model scores a pair as it does, in Dutch, from the level of each comparison."""

from __future__ import annotations

from collections.abc import Mapping

# By comparison and level; what is not there goes without saying.
REASONS: Mapping[str, Mapping[int, str]] = {
    "name": {
        8: "naam zo goed als gelijk", 7: "naam zo goed als gelijk", 6: "naam bijna gelijk",
        5: "naam lijkt sterk", 4: "naam lijkt", 3: "naam lijkt", 2: "naam lijkt een beetje",
        1: "naam verschilt", 0: "naam verschilt",
    },
    "location": {
        9: "zelfde adres", 8: "zelfde postcode", 7: "zelfde adres in een andere plaats",
        6: "zelfde plaats", 5: "zelfde postcodegebied", 4: "zelfde gemeente", 3: "zelfde plaats",
        2: "zelfde plaats, ander postcodegebied", 1: "zelfde plaats, ander adres",
        0: "andere plaats", -1: "plaats niet te vergelijken",
    },
    "website": {2: "zelfde website", 1: "zelfde website, andere plaats", 0: "andere website"},
    "kvk": {
        3: "zelfde KvK-nummer", 2: "zelfde KvK-nummer, andere plaats",
        1: "KvK-nummer bijna gelijk", 0: "ander KvK-nummer",
    },
    "start_year": {3: "zelfde startjaar", 0: "startjaar verschilt"},
    "source": {0: "beide van één lijst"},
}  # fmt: skip
REFUSED = "sterk genoeg, maar in tegenspraak met een andere regel van het initiatief"


def why(levels: Mapping[str, int], is_refused: bool) -> str:
    """Return what speaks for and against a pair, such as "naam bijna gelijk; zelfde plaats".

    ``levels`` holds the level of each comparison; ``is_refused`` says that the pair was strong
    enough and not joined.
    """
    found = [words[levels[name]] for name, words in REASONS.items() if levels[name] in words]
    return "; ".join([*found, REFUSED] if is_refused else found)
