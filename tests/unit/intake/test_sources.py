import hashlib
from datetime import date

import pytest

from zorgzaam.errors import InputError
from zorgzaam.intake.drafts import draft_source, guess_source
from zorgzaam.intake.list_columns import Column
from zorgzaam.intake.sources import load_sources

LIST = "Naam;Plaats\nNoaberzorg;Grou\n"


@pytest.fixture
def load(tmp_path, root):
    """Return a function that reads sources.yaml with this text, beside a file lijst.csv."""

    def load(text, files=None):
        for name, content in (files or {"lijst.csv": LIST}).items():
            (tmp_path / name).write_text(content, encoding="utf-8")
        (tmp_path / "sources.yaml").write_text(text, encoding="utf-8")
        return load_sources(tmp_path, root)

    return load


def problems(load, text, files=None):
    with pytest.raises(InputError) as caught:
        load(text, files)
    return caught.value.problems


GOOD = """
sources:
  friese-lijst:
    file: lijst.csv
    kind: list
    scope: regional
    network: Doarpswurk
    provinces: [fryslan]
    columns: {Naam: name, Plaats: place, Nee:}
    received: 2020-09-01
    agreement: per mail
    sha256: SHA256
""".replace("SHA256", hashlib.sha256(LIST.encode()).hexdigest())


def test_a_source_says_what_its_file_is(load):
    source = load(GOOD)["friese-lijst"]
    assert source.name == "friese-lijst"
    assert source.format == "csv"
    assert source.received == date(2020, 9, 1)
    assert source.columns == {"Naam": "name", "Plaats": "place", "Nee": ""}
    assert source.provinces == ["fryslan"]


def test_everything_is_said_at_once_with_its_line(load):
    text = """
sources:
  Lijst 1:
    file: weg.csv
    kind: lijst
  friese-lijst:
    file: lijst.csv
    kind: list
    scope: regional
    provinces: [friesland, drente]
    columns: {Naam: nam, Plaats: place, Dorp: place}
    received: gisteren
    kleur: rood
  drents:
    file: lijst.csv
    kind: list
    scope: regional
    provinces: [drente]
    columns: {Naam: nam, Plaats: place, Dorp: place}
    sha256: "0000000000000000000000000000000000000000000000000000000000000000"
"""
    found = problems(load, text)
    told = "\n".join(str(problem) for problem in found)
    for part in (
        "'lijst' past hier niet",
        "'gisteren' is geen datum",
        "deze naam is niet bekend",
        "het veld 'nam' bestaat niet. Bedoelt u 'name'?",
        "'Plaats' en 'Dorp' krijgen allebei het veld place",
        "de provincie 'drente' bestaat niet. Bedoelt u 'drenthe'?",
        "'lijst.csv' is veranderd",
    ):
        assert part in told
    assert all(problem.row for problem in found), told
    lines = text.splitlines()
    kind = next(problem for problem in found if "'lijst' past" in problem.what)
    assert "kind: lijst" in lines[kind.row - 1]


def test_a_missing_file_gets_the_name_that_is_near(load):
    (problem, unnamed) = problems(load, GOOD.replace("file: lijst.csv", "file: Lijst.CSV "))
    assert "ontbreekt" in problem.what
    assert "'lijst.csv'" in problem.remedy
    assert "geen bron" in unnamed.what


def test_a_file_that_no_source_names_is_told_and_leftovers_are_not(load):
    files = {"lijst.csv": LIST, "extra.csv": "Naam\nx\n", "~$lijst.xlsx": "", "leesmij.txt": "x"}
    (problem,) = problems(load, GOOD, files)
    assert problem.file == "extra.csv"


def test_a_list_twice_is_told(load):
    text = GOOD + "  nog-een:\n    file: kopie.csv\n    kind: list\n    scope: national\n"
    (problem,) = problems(load, text, {"lijst.csv": LIST, "kopie.csv": LIST})
    assert "hetzelfde bestand als bron friese-lijst" in problem.what


def test_a_name_twice_is_told(load):
    (problem,) = problems(load, GOOD.replace("network:", "kind:"))
    assert problem.what == "'kind' staat er twee keer."


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("scope: regional", "", "scope ontbreekt"),
        ("scope: regional", "scope: national", "heeft geen provinces"),
        ("kind: list", "kind: survey", "hoort alleen bij een lijst"),
        ("kind: list", "kind: list\n    sheet: Blad1", "sheet hoort alleen bij Excel"),
        ("kind: list", "kind: list\n    header_row: 0", "geen regelnummer"),
        ("kind: list", "kind: list\n    format: spss", "geen spss"),
        ("file: lijst.csv", "file: ../lijst.csv", "in deze map"),
        ("friese-lijst:", "Friese lijst:", "geen naam van een bron"),
    ],
)
def test_what_does_not_fit_is_told(load, old, new, part):
    found = problems(load, GOOD.replace(old, new))
    assert any(part.removeprefix("geen ") in problem.what for problem in found)


@pytest.mark.parametrize("text", ["", "a: [", "sources: []", "- x", "bronnen: {}", "\t\tx: : :"])
def test_what_is_no_mapping_file_is_one_message(load, text):
    assert len(problems(load, text)) == 1


def test_a_missing_mapping_file_is_one_message(tmp_path, root):
    with pytest.raises(InputError, match="ontbreekt"):
        load_sources(tmp_path, root)


def test_a_draft_can_be_pasted(load, tmp_path, small_codebook):
    path = tmp_path / "Lijst 2020.csv"
    path.write_text(LIST, encoding="utf-8")
    columns = (
        Column(0, "Naam: 'x'", "name"),
        Column(1, "nee", "place"),
        Column(2, "Wie?"),
        Column(3, "Mail a@b.nl", "email", is_personal=True),
    )
    source = guess_source(path, small_codebook)
    assert (source.name, source.kind) == ("lijst-2020", "list")
    draft = draft_source(path, source, columns)
    assert "a@b.nl" not in draft
    loaded = load("sources:\n" + draft, {path.name: LIST})["lijst-2020"]
    assert loaded.columns == {"Naam: 'x'": "name", "nee": "place"}
    assert loaded.sha256 == hashlib.sha256(LIST.encode()).hexdigest()


@pytest.mark.parametrize(
    ("text", "kind", "form"),
    [
        ("id,submitdate,lastpage,group\n1,,,1\n", "survey", "limesurvey"),
        ("themes[SQ001],x\nY,\n", "survey", "limesurvey"),
        ("respondent_id,group,members,started\n1,1,2,3\n", "survey", "csv"),
        (
            'ResponseId,group\nId,Doelgroep\n"{""ImportId"":""a""}",b\nR_1,1\n',
            "survey",
            "qualtrics",
        ),
        ("Naam,Plaats\nx,y\n", "list", "csv"),
    ],
)
def test_a_file_tells_what_it_is(tmp_path, small_codebook, text, kind, form):
    path = tmp_path / "bestand.csv"
    path.write_text(text, encoding="utf-8")
    source = guess_source(path, small_codebook)
    assert (source.kind, source.format) == (kind, form)


@pytest.mark.parametrize("where", ["network: Doarpswurk", "agreement: per mail"])
def test_contact_data_in_what_comes_on_a_page_are_refused_unseen(load, where):
    key = where.partition(":")[0]
    found = problems(load, GOOD.replace(where, f"{key}: Jan, jan@planted.example, 0612345678"))
    assert "e-mailadres of telefoonnummer" in str(found[0])
    assert "planted" not in str(found[0])


def test_contact_data_in_the_name_of_a_file_are_refused(load):
    name = "lijst 0612345678.csv"
    text = GOOD.replace("file: lijst.csv", f"file: {name}")
    found = problems(load, text, {name: LIST})
    assert any("andere naam" in str(problem) for problem in found)
