"""The codebook of 2020 says what was asked; one with mistakes is refused with all of them."""

import shutil
from pathlib import Path

import pytest
import yaml

from zorgzaam import published
from zorgzaam.errors import InputError
from zorgzaam.intake import codebook as codebooks
from zorgzaam.intake.codebook import MISSING_KINDS, load_codebook

NAME = "data/codebook/2020.yaml"


@pytest.fixture
def book(root):
    return load_codebook(root)


@pytest.fixture
def refused(tmp_path, codebook_content):
    """Return a function that changes a sound codebook and gives the problems found in it."""

    def load(change):
        change(codebook_content)
        target = tmp_path / NAME
        target.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(codebook_content, sort_keys=False, allow_unicode=True)
        target.write_text(text, encoding="utf-8")
        with pytest.raises(InputError) as error:
            load_codebook(tmp_path)
        return [str(problem) for problem in error.value.problems]

    yield load
    codebooks._load.cache_clear()


def test_the_small_codebook_is_sound(tmp_path, codebook_content):
    target = tmp_path / NAME
    target.parent.mkdir(parents=True)
    target.write_text(yaml.safe_dump(codebook_content, sort_keys=False), encoding="utf-8")
    assert list(load_codebook(tmp_path).variables)[:2] == ["respondent_id", "submit_date"]


def test_the_codebook_says_that_it_is_a_reconstruction(root, book):
    text = (root / NAME).read_text(encoding="utf-8")
    assert "RECONSTRUCTIE" in text[:400]
    assert "reconstructie" in book.about
    assert "gereconstrueerd" in book.title_nl


def test_only_the_published_themes_are_called_published(book):
    themes = book.variables["themes"]
    known = [item.name for item in themes.options if themes.option_basis(item) == "published"]
    assert known == ["cohesion", "welfare", "health", "prevention"]
    assert len(themes.options) == 10


def test_sources_are_publications_of_the_project(root, book):
    known = set(published.load_sources(root)["source_id"])
    named = {source for variable in book.variables.values() for source in variable.sources}
    assert named
    assert named <= known


def test_who_was_asked_can_be_checked_by_machine(book):
    assert book.variables["target_specific"].asked_of == {"target_group": ["specific"]}
    assert all(variable.universe for variable in book.variables.values())


def test_missing_codes_are_apart_from_answers(book):
    choices = {97: "not_applicable", 98: "dont_know", 99: "not_answered"}
    assert set(book.missing) == set(MISSING_KINDS)
    assert book.missing_codes(book.variables["phase"]) == choices
    assert book.missing_codes(book.variables["start_year"]) == {-a: b for a, b in choices.items()}


def test_a_wave_without_codebook_is_told(root):
    with pytest.raises(InputError, match=r"data/codebook/1999\.yaml: het bestand ontbreekt"):
        load_codebook(root, 1999)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("wave: 2020\nwave: 2021\n", "regel 2: .*'wave' staat er twee keer"),
        ("wave: [2020\n", "regel 2: dit is geen leesbare YAML"),
        ("a: \x07\n", "geen leesbare YAML"),
        ("zomaar tekst\n", "een groep namen met waarden"),
        ("[1]: x\n", "geen leesbare YAML"),
        ("", "een groep namen met waarden"),
    ],
)
def test_what_is_no_codebook_is_told(tmp_path, text, message):
    target = tmp_path / NAME
    target.parent.mkdir(parents=True)
    target.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load_codebook(tmp_path)


def test_a_codebook_that_is_no_utf8_is_told(tmp_path):
    target = tmp_path / NAME
    target.parent.mkdir(parents=True)
    target.write_bytes(b"title_nl: co\xf6peratie\n")
    with pytest.raises(InputError, match="geen leesbare YAML"):
        load_codebook(tmp_path)


def test_all_that_does_not_fit_its_form_is_told_at_once(refused):
    def change(content):
        content["variables"]["group"]["options"][0]["name"] = True  # yes without quotes
        content["variables"]["members"]["kleur"] = "rood"
        del content["variables"]["remarks"]["label_en"]
        content["fields"]["share"]["type"] = "decimal"

    problems = refused(change)
    assert len(problems) == 4
    assert any("variables.group.options.0.name: True past hier niet" in text for text in problems)
    assert any(
        "variables.members.kleur: deze naam is niet bekend. Kies uit: label_nl" in text
        for text in problems
    )
    assert any("variables.remarks.label_en: deze naam ontbreekt" in text for text in problems)
    assert any("fields.share.type" in text and "'integer'" in text for text in problems)


def _option_twice(content):
    content["variables"]["group"]["options"][1]["code"] = 1


def _option_is_missing_code(content):
    content["variables"]["group"]["options"][1]["code"] = 98


def _asked_of_later(content):
    content["variables"]["group"]["asked_of"] = {"subsidy": ["yes"]}


def _asked_of_unknown_answer(content):
    content["variables"]["who"]["asked_of"] = {"group": ["none"]}


def _choice_without_options(content):
    content["variables"]["group"]["options"] = []


def _unknown_block(content):
    content["variables"]["group"]["block"] = "tuin"


def _column_twice(content):
    content["variables"]["members_missing"] = {**content["variables"]["remarks"]}


def _file_column_twice(content):
    content["variables"]["themes_1"] = {**content["variables"]["remarks"]}


def _unused_field(content):
    content["fields"]["spare"] = {**content["fields"]["source"]}


def _unknown_field(content):
    content["tables"]["places"]["fields"].append("kleur")


def _personal_field(content):
    content["fields"]["source"]["personal"] = True


def _unknown_key(content):
    content["tables"]["places"]["key"] = ["kleur"]


def _category_without_values(content):
    content["fields"]["share"] |= {"type": "category", "minimum": None, "maximum": None}


def _options_of_nothing(content):
    content["fields"]["phase"]["options_of"] = "members"


def _range_upside_down(content):
    content["variables"]["members"]["minimum"] = 9000


def _range_of_text(content):
    content["fields"]["source"]["minimum"] = 1


def _no_date(content):
    content["version_date"] = "november"


def _kind_lacks(content):
    del content["missing"]["dont_know"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_option_twice, "variables.group.options: code 1 staat er twee keer"),
        (_option_is_missing_code, "code 98 is ook een code voor ontbreken"),
        (_asked_of_later, "'subsidy' is geen keuzevraag die hiervoor komt"),
        (_asked_of_unknown_answer, "'none' is geen antwoord op group. Kies uit: all, some"),
        (_choice_without_options, "variables.group.options: dit past niet bij type single"),
        (_unknown_block, "'tuin' is geen blok. Kies uit: all"),
        (_column_twice, "de kolom 'members_missing' komt er twee keer in"),
        (_file_column_twice, "twee variabelen hebben in een bestand de kolom 'themes_1'"),
        (_unused_field, "fields.spare: geen tabel gebruikt dit veld"),
        (_unknown_field, "tables.places: het veld 'kleur' bestaat niet"),
        (_personal_field, "'source' is een persoonsgegeven"),
        (_unknown_key, "de sleutel 'kleur' is geen veld"),
        (_category_without_values, "fields.share: dit past niet bij type category"),
        (_options_of_nothing, "'members' is geen variabele met antwoorden"),
        (_range_upside_down, "minimum ligt boven maximum"),
        (_range_of_text, "alleen een getal heeft minimum en maximum"),
        (_no_date, "version_date: dit is geen datum"),
        (_kind_lacks, "missing: dont_know ontbreekt"),
    ],
)
def test_a_contradiction_is_told(refused, change, message):
    assert any(message in text for text in refused(change))


def test_every_contradiction_is_told_at_once(refused):
    def change(content):
        _unknown_block(content)
        _range_upside_down(content)
        _unused_field(content)

    assert len(refused(change)) == 3


def test_the_codebook_travels_with_the_project(root, tmp_path):
    copy = Path(shutil.copytree(root / "data" / "codebook", tmp_path / "data" / "codebook"))
    assert load_codebook(copy.parents[1]) == load_codebook(root)
