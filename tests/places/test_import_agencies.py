"""`manage.py import_agencies`, on a list of our own in the FBI's format."""

import csv

import pytest
from django.core.management import CommandError, call_command

from places.models import Agency
from tests.factories import make_agency

pytestmark = pytest.mark.django_db

HEADER = [
    "agency_name",
    "agency_type_name",
    "county_name",
    "division_name",
    "latitude",
    "longitude",
    "nibrs",
    "ori",
    "region_desc",
    "region_name",
    "state_abbr",
    "state_name",
]


def _row(ori="WI0000001", **changes):
    cells = {
        "agency_name": "Exampleton Police Department",
        "agency_type_name": "City",
        "county_name": "SAMPLE",
        "latitude": "43.05",
        "longitude": "-87.95",
        "ori": ori,
        "state_abbr": "WI",
    } | changes
    return [cells.get(name, "") for name in HEADER]


@pytest.fixture
def write(tmp_path):
    def _write(*rows, encoding="utf-8"):
        path = tmp_path / "agencies.csv"
        with path.open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream).writerows([HEADER, *rows])
        return path

    return _write


def test_import_reads_an_agency(write):
    call_command("import_agencies", write(_row()))

    agency = Agency.objects.get()
    assert (agency.name, agency.kind, agency.size, agency.state, agency.county) == (
        "Exampleton Police Department",
        "local-police",
        "",
        "WI",
        "Sample",
    )
    assert (agency.ori, agency.lat, agency.lng) == ("WI0000001", 43.05, -87.95)


@pytest.mark.parametrize(
    ("fbi_type", "name", "kind"),
    [
        ("City", "Exampleton Park Police Department", "local-police"),
        ("County", "Sample County Sheriff's Office", "sheriff"),
        ("State Police", "State Patrol: Sample County", "state-police"),
        ("Tribal", "Sample Tribal", "tribal"),
        ("University or College", "Sample State University", "campus"),
        ("Other State Agency", "State Fire Marshal: Sample", "special"),
        ("Other State Agency", "Department of Corrections: Sample", "corrections"),
        ("Other", "Independent School District: Sample", "school-district"),
        ("Other", "Prosecutor: Sample County", "prosecutor"),
        ("Other", "Sample Metropolitan Airport", "special"),
        ("Other", "Drug Task Force: 9th District", "other"),
    ],
)
def test_import_maps_the_fbi_types(write, fbi_type, name, kind):
    row = _row(agency_type_name=fbi_type, agency_name=name)

    call_command("import_agencies", write(row))

    assert Agency.objects.get().kind == kind


@pytest.mark.parametrize(("letters", "state"), [("NB", "NE"), ("GM", "GU")])
def test_import_reads_the_fbis_own_letters(write, letters, state):
    call_command("import_agencies", write(_row(state_abbr=letters)))

    assert Agency.objects.get().state == state


@pytest.mark.parametrize(
    ("lat", "lng"), [("", ""), ("-9.0", "-9.0"), ("north", "1"), ("99", "1")]
)
def test_import_leaves_an_unknown_point_unknown(write, lat, lng):
    call_command("import_agencies", write(_row(latitude=lat, longitude=lng)))

    assert Agency.objects.get().lat is None


def test_import_names_bad_rows_and_goes_on(write, capsys):
    path = write(
        _row("WI0000001"),
        _row("WI0000002", state_abbr="XX"),
        _row("WI0000003", agency_type_name="Militia"),
        _row("WI0000004", agency_name=""),
        _row("nonsense"),
        _row(""),
        _row("WI0000001", agency_name="A second one"),
        _row("WI0000005", agency_name="x" * 400),
        _row("WI0000006"),
    )

    call_command("import_agencies", path)

    told = capsys.readouterr()
    assert list(Agency.objects.order_by("ori").values_list("ori", flat=True)) == [
        "WI0000001",
        "WI0000006",
    ]
    assert [line.split(":")[0] for line in told.err.splitlines()] == [
        f"Line {number} left out" for number in range(3, 10)
    ]
    assert "“XX” is not one of the 56" in told.err
    assert "line 2 has the same ORI" in told.err
    assert told.out == (
        "Added 2 agencies; 0 were here already and stay as they are; 7 rows left out.\n"
    )


def test_import_outlives_a_row_that_is_not_utf8(tmp_path, capsys):
    path = tmp_path / "agencies.csv"
    lines = [",".join(HEADER), ",".join(_row("WI0000001")), ",".join(_row("WI0000002"))]
    raw = "\n".join(lines).encode().replace(b"Exampleton", b"Exampl\xe9ton", 1)
    path.write_bytes(raw)

    call_command("import_agencies", path)

    assert Agency.objects.get().ori == "WI0000002"
    assert "Line 2 left out: name:" in capsys.readouterr().err


def test_import_again_adds_nothing_and_keeps_what_staff_changed(write, capsys):
    make_agency(ori="WI0000001", name="Mended by staff")
    path = write(_row("WI0000001"), _row("WI0000002"))

    call_command("import_agencies", path)
    call_command("import_agencies", path)

    assert Agency.objects.count() == 2
    assert Agency.objects.get(ori="WI0000001").name == "Mended by staff"
    assert (
        capsys.readouterr()
        .out.splitlines()[-1]
        .startswith("Added 0 agencies; 2 were here")
    )


def test_import_refuses_another_file(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("name,town\nx,y\n")

    with pytest.raises(CommandError, match="not the FBI list: it lacks agency_name"):
        call_command("import_agencies", path)
    with pytest.raises(CommandError, match="Cannot read"):
        call_command("import_agencies", tmp_path / "missing.csv")
