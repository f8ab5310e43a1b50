"""Locating: from cells to a point, a municipality of the wave's year and a province."""

import shutil
from pathlib import Path

import pytest

from zorgzaam.errors import InputError, MonitorError
from zorgzaam.files import find_root
from zorgzaam.intake.locate import Gazetteer
from zorgzaam.intake.places import province_codes

ROOT = find_root(Path(__file__).parent)


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.load(ROOT)


@pytest.fixture
def locate(gazetteer):
    return gazetteer.locate


def test_all_355_municipalities_of_2020_are_there(gazetteer):
    index = gazetteer.index
    assert len(index.names) == 355
    assert set(index.names) <= set(index.centres)
    assert {"Appingedam", "Haaren", "Weesp", "Landerd"} <= set(index.names.values())
    assert "Eemsdelta" not in index.names.values()
    for spots in [*index.postcodes.values(), *index.places.values()]:
        for spot in spots:
            # 1934 is the one postcode of which the municipality of 2020 cannot be told.
            assert len(spot.codes) == 1 or spot.name == "1934"
            assert spot.codes <= set(index.names)


@pytest.mark.parametrize(
    ("cells", "municipality", "province", "basis"),
    [
        (("9471PJ", "Zuidlaren", "Tynaarlo", "Drenthe"), "Tynaarlo", "PV22", "postcode"),
        (("9471", "", "", ""), "Tynaarlo", "PV22", "postcode"),
        (("", "Zuidlaren", "", ""), "Tynaarlo", "PV22", "place"),
        (("", "", "Tynaarlo", ""), "Tynaarlo", "PV22", "municipality"),
        (("", "Westerveld", "", ""), "Westerveld", "PV22", "municipality"),
        (("", "gemeente Tynaarlo", "", ""), "Tynaarlo", "PV22", "municipality"),
        (("", "Zuidlaren", "gem. Tynaarlo", "Dr."), "Tynaarlo", "PV22", "place"),
        (("", "Zuidwolde", "De Wolden", ""), "De Wolden", "PV22", "place"),
        (("", "Zuidwolde", "", "Groningen"), "Het Hogeland", "PV20", "place"),
        (("", "Zuidwolde (Dr)", "", ""), "De Wolden", "PV22", "place"),
        (("", "Hengelo (O)", "", ""), "Hengelo (O)", "PV23", "place"),
        (("", "Hengelo Gld", "", ""), "Bronckhorst", "PV25", "place"),
        (("", "Weert, Limburg", "", ""), "Weert", "PV31", "place"),
        (("", "Groningen (Helpman)", "", ""), "Groningen", "PV20", "place"),
        (("", "Amsterdam-Noord", "", ""), "Amsterdam", "PV27", "place"),
        (("", "Groningen, Beijum", "", ""), "Groningen", "PV20", "place"),
        (("", "ZUIDLAREN e.o.", "", ""), "Tynaarlo", "PV22", "place"),
        (("1012", "Amsterdam", "Amsterdam", "N-H"), "Amsterdam", "PV27", "postcode"),
        (("9700", "Groningen", "", ""), "Groningen", "PV20", "place"),
        (("", "Kloosterveen, Assen", "", ""), "Assen", "PV22", "place"),
        (("", "Kloosterveen in Assen", "", ""), "Assen", "PV22", "place"),
        (("", "Almere Haven", "", "Flevoland"), "Almere", "PV24", "place"),
        (("", "wijk De Oosterparkwijk (Assen)", "", ""), "Assen", "PV22", "place"),
    ],
)
def test_where_a_row_is(locate, cells, municipality, province, basis):
    found = locate(*cells)
    assert (found.municipality_name, found.province_code, found.basis) == (
        municipality, province, basis,
    )  # fmt: skip
    assert found.doubt is None
    assert 3 < found.longitude < 7.5
    assert 50.5 < found.latitude < 54


def test_a_point_is_that_of_the_postcode_area_not_of_the_address(locate):
    one, other = locate("9471PJ"), locate("9471AB")
    assert (one.longitude, one.latitude) == (other.longitude, other.latitude)
    assert one.postcode4 == "9471"


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("Ljouwert", "Leeuwarden"), ("Snits", "Sneek"), ("It Hearrenfean", "Heerenveen"),
        ("Hearrenfean", "Heerenveen"), ("Bergum", "Burgum"), ("Grouw", "Grou"),
        ("Zwaagwesteinde", "De Westereen"), ("Dronrijp", "Dronryp"), ("Holwerd", "Holwert"),
        ("Alphen a/d Rijn", "Alphen aan den Rijn"), ("s-Gravenhage", "'s-Gravenhage"),
        ("Gravenhage", "'s-Gravenhage"), ("St. Anthonis", "Sint Anthonis"),
        ("Sint Annaparochie", "St.-Annaparochie"), ("Nieuw Vennep", "Nieuw-Vennep"),
        ("Wijk Bij Duurstede", "Wijk bij Duurstede"), ("Spakenburg", "Bunschoten-Spakenburg"),
        ("Hoogvliet", "Hoogvliet Rotterdam"),
    ],
)  # fmt: skip
def test_other_names_of_a_place(locate, written, official):
    found = locate("", written)
    assert found.place == official
    assert found.basis == "place"
    assert found.doubt is None


@pytest.mark.parametrize("name", ["Den Haag", "Den Bosch"])
def test_a_name_in_daily_use_is_shown_as_it_is(locate, name):
    assert locate("", name).place == name
    assert locate("", name).change is None


@pytest.mark.parametrize(
    ("written", "municipality", "old"),
    [
        ("Menterwolde", "Midden-Groningen", 2018), ("Leerdam", "Vijfheerenlanden", 2019),
        ("Zederik", "Vijfheerenlanden", 2019), ("Menaldumadeel", "Waadhoeke", 2018),
        ("Groesbeek", "Berg en Dal", 2015), ("Skarsterlân", "De Fryske Marren", 2014),
        ("Haarlemmerliede c.a.", "Haarlemmermeer", 2019), ("Bussum", "Gooise Meren", 2016),
        ("Schijndel", "Meierijstad", 2017), ("Zeevang", "Edam-Volendam", 2016),
    ],
)  # fmt: skip
def test_a_municipality_that_was_gone_by_then(locate, written, municipality, old):
    found = locate("", "", written)
    assert found.municipality_name == municipality
    assert str(old) in found.change
    assert found.doubt is None


@pytest.mark.parametrize(
    ("written", "code"),
    [("Tietjerksteradeel", "GM0737"), ("Dantumadeel", "GM1891"), ("De Friese Meren", "GM1940"),
     ("Den Haag", "GM0518"), ("Nuenen c.a.", "GM0820"), ("Sudwest Fryslan", "GM1900"),
     ("Bergen (NH)", "GM0373"), ("Hengelo", "GM0164")],
)  # fmt: skip
def test_other_names_of_a_municipality(locate, written, code):
    assert locate("", "", written).municipality_code == code


def test_leerdam_and_zederik_moved_to_utrecht(locate):
    for cells in [("", "Leerdam", "Leerdam", "Zuid-Holland"), ("", "Ameide", "Zederik", "ZH")]:
        found = locate(*cells)
        assert found.province_code == "PV26"
        assert "ligt nu in Utrecht" in found.change
        assert found.doubt is None


def test_a_municipality_of_2023_is_that_of_the_place_in_2020(locate):
    found = locate("", "Spijk", "Eemsdelta")
    assert (found.municipality_name, found.municipality_code_2023) == ("Delfzijl", "GM1979")
    weesp = locate("1381", "Weesp", "Amsterdam", "Noord-Holland")
    assert (weesp.municipality_name, weesp.doubt) == ("Weesp", None)
    assert "na het meetjaar" in weesp.change


def test_a_municipality_of_2023_alone_leaves_that_of_2020_open(locate):
    found = locate("", "", "Eemsdelta")
    assert found.municipality_code == found.municipality_name == ""
    assert (found.municipality_code_2023, found.province_code) == ("GM1979", "PV20")
    assert "Appingedam (Groningen), Delfzijl (Groningen) of Loppersum" in found.doubt
    assert found.basis == "municipality"


def test_haaren_was_split(locate):
    for postcode, place, later in [
        ("5296", "Esch", "GM0757"), ("5268", "Helvoirt", "GM0865"), ("5074", "", "GM0855"),
    ]:  # fmt: skip
        found = locate(postcode, place, "Haaren", "NB")
        assert found.municipality_name == "Haaren"
        assert found.doubt is None
        assert later in locate.__self__.index.successors["GM0788"]


def test_a_split_municipality_needs_the_place(locate):
    alone = locate("", "", "Littenseradiel", "Fryslân")
    assert (alone.municipality_code, alone.province_code, alone.basis) == ("", "PV21", "")
    assert "Leeuwarden (Fryslân), Súdwest-Fryslân (Fryslân) of Waadhoeke" in alone.doubt
    assert locate("", "Wommels", "Littenseradiel").municipality_name == "Súdwest-Fryslân"
    assert locate("", "Ezinge", "Winsum").municipality_name == "Westerkwartier"
    assert locate("", "Winsum", "Winsum", "Groningen").municipality_name == "Het Hogeland"


def test_a_name_in_two_provinces_is_listed_and_not_guessed(locate):
    found = locate("", "Zuidwolde")
    assert (found.basis, found.municipality_code, found.province_code) == ("", "", "")
    assert found.doubt == (
        "Er zijn meer plaatsen met deze naam: De Wolden (Drenthe) of Het Hogeland (Groningen)."
    )
    assert found.remedy == "Zet de gemeente of de postcode erbij."


@pytest.mark.parametrize("name", ["Hengelo", "Elst", "Haren", "Rijswijk", "Bergen", "Katwijk"])
def test_names_that_officially_differ_are_the_same_to_people(locate, name):
    assert locate("", name).basis == ""
    assert locate("", name).doubt


def test_a_name_in_one_province_keeps_the_province(locate):
    found = locate("", "Nes")
    assert (found.basis, found.province_code) == ("", "PV21")


def test_the_provinces_of_the_list_decide_between_namesakes(locate):
    found = locate("", "Zuidwolde", list_provinces=("PV22",))
    assert (found.municipality_name, found.basis) == ("De Wolden", "place")
    assert "de lijst over Drenthe gaat" in found.change
    assert locate("9471", list_provinces=("PV31",)).municipality_name == "Tynaarlo"
    assert locate("", "Zuidwolde", list_provinces=("PV31",)).basis == ""


def test_zeeland_is_a_village_and_a_province(locate):
    assert locate("", "Zeeland").basis == ""
    assert locate("", "Zeeland", "", "NB").municipality_name == "Landerd"
    assert locate("", "Zeeland", "", "Zeeland").province_code == "PV29"


@pytest.mark.parametrize(
    ("cells", "municipality", "basis", "words"),
    [
        # Nearby the postcode wins; far away a digit of it is wrong.
        (("9471", "Assen", "", ""), "Tynaarlo", "postcode", "Postcode 9471 past niet bij plaats"),
        (("9471", "Maastricht", "", ""), "Maastricht", "place", "Plaats Maastricht past niet bij"),
        (("9471", "Assen", "Assen", ""), "Assen", "place", "passen niet bij postcode 9471"),
        (("9471", "Zuidlaren", "Maastricht", ""), "Tynaarlo", "postcode", "gemeente Maastricht"),
        (("", "Groningen", "", "Drenthe"), "Groningen", "place", "provincie Drenthe"),
        (("9471", "Assen", "", "Drenthe"), "Tynaarlo", "postcode", "plaats Assen"),
    ],
)
def test_a_contradiction_is_a_doubt_that_names_both(locate, cells, municipality, basis, words):
    found = locate(*cells)
    assert (found.municipality_name, found.basis) == (municipality, basis)
    assert words in found.doubt
    assert found.note.startswith(found.doubt)
    assert found.remedy


def test_the_list_is_a_vote_where_cells_contradict(locate):
    cells = ("9471", "Assen", "", "")
    assert locate(*cells).basis == "postcode"
    # Hoogezand is 12 km from Zuidlaren, in another province.
    assert locate("9471", "Hoogezand", list_provinces=("PV20",)).basis == "place"
    assert locate("9471", "Hoogezand", list_provinces=("PV22",)).basis == "postcode"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (("2000", "Antwerpen", "", ""), "2000 Antwerpen ligt in België"),
        (("2300", "Turnhout", "", ""), "ligt in België"),
        (("", "Turnhout", "", ""), "Turnhout ligt in België"),
        (("", "Turnhout (België)", "", ""), "België"),
        (("9700", "", "", ""), "postbus"),
        (("", "Gronigen", "", ""), "De plaats 'Gronigen' is niet bekend"),
        (("", "", "Nergenshuizen", ""), "De gemeente 'Nergenshuizen' is niet bekend"),
        (("", "Zuidlaren en Assen", "", ""), "verschillende gemeenten"),
        (("", "Drenthe", "", ""), "Alleen de provincie"),
        (("", "", "", "Drenthe"), "Alleen de provincie"),
        (("", "", "", ""), "geen postcode, plaats of gemeente"),
        (("", "-", "onbekend", "n.v.t."), "geen postcode, plaats of gemeente"),
    ],
)
def test_what_cannot_be_placed_is_told(locate, cells, words):
    found = locate(*cells)
    assert (found.basis, found.longitude, found.municipality_code) == ("", None, "")
    assert words in found.doubt
    assert found.remedy


def test_a_typing_error_is_answered_with_what_was_meant(locate):
    assert locate("", "Gronigen").remedy == "Bedoelt u Groningen? Zet dat dan in de correcties."


@pytest.mark.parametrize("text", ["Beijum, Groningen", "Beijum (Groningen)", "Beijum / Groningen"])
def test_a_province_behind_an_unknown_place_is_still_told(locate, text):
    found = locate("", text)
    assert (found.basis, found.province_code) == ("", "PV20")
    assert "niet bekend" in found.doubt


def test_an_unknown_place_is_a_doubt_only_where_it_matters(locate):
    by_postcode = locate("9471", "Nergenshuizen")
    assert (by_postcode.basis, by_postcode.doubt) == ("postcode", None)
    assert "Nergenshuizen" in by_postcode.note
    by_municipality = locate("", "Nergenshuizen", "Tynaarlo")
    assert by_municipality.basis == "municipality"
    assert "Nergenshuizen" in by_municipality.doubt


def test_two_places_in_one_municipality_give_the_municipality(locate):
    found = locate("", "Zuidlaren / Vries")
    assert (found.municipality_name, found.basis) == ("Tynaarlo", "municipality")


def test_a_place_on_a_border_has_a_point_and_no_municipality(locate):
    found = locate("", "Koedijk")
    assert (found.basis, found.municipality_code, found.province_code) == ("place", "", "PV27")
    assert "Alkmaar (Noord-Holland) of Langedijk" in found.doubt


@pytest.mark.parametrize(
    ("text", "codes"),
    [("Fryslân", ("PV21",)), ("FRIESLAND", ("PV21",)), ("provincie Drenthe", ("PV22",)),
     ("N-Brabant", ("PV30",)), ("NH", ("PV27",)), ("Groningen / Drenthe", ("PV20", "PV22")),
     ("landelijk", ()), ("", ()), ("Twente", None)],
)  # fmt: skip
def test_provinces_as_people_write_them(text, codes):
    assert province_codes(text) == codes


def test_from_2023_on_the_municipalities_are_those_of_2023():
    gazetteer = Gazetteer.load(ROOT, 2023)
    found = gazetteer.locate("9909", "Spijk", "Delfzijl", "Groningen")
    assert (found.municipality_code, found.municipality_code_2023) == ("GM1979", "GM1979")
    assert "Delfzijl ging in 2021, 2022 of 2023 op in Eemsdelta" in found.change
    assert found.doubt is None


@pytest.mark.parametrize("wave", [2014, 2017, 2021])
def test_a_year_without_known_municipalities_is_refused(wave):
    with pytest.raises(MonitorError, match=f"meetjaar {wave}"):
        Gazetteer.load(ROOT, wave)


def test_a_changed_reference_file_is_refused(tmp_path):
    shutil.copytree(ROOT / "data" / "reference", tmp_path / "data" / "reference")
    file = tmp_path / "data" / "reference" / "place_aliases.csv"
    file.write_text(file.read_text(encoding="utf-8") + "place,X,Assen,GM0106,y\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"place_aliases\.csv"):
        Gazetteer.load(tmp_path)


def test_a_place_of_a_split_municipality_knows_where_it_lies_now(locate):
    village = locate(postcode="5268 AB", place="Helvoirt")
    assert village.municipality_name == "Haaren"
    assert village.municipality_code_2023 == "GM0865", "Vught"
    assert locate(place="Helvoirt").municipality_code_2023 == "GM0865"
    assert locate(municipality="Haaren").municipality_code_2023 == "", "it may be in four"
