from zorgzaam import provenance


def test_what_an_editor_leaves_behind_makes_no_other_version(tmp_path):
    names = ("maps.py", "templates/page.css", "templates/site.html.j2", "templates/conf.json")
    strays = (".maps.py.swp", "maps.py~", "maps.cpython-311.pyc", ".ipynb_checkpoints/maps.py")
    for name in (*names, *strays):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("", encoding="utf-8")
    found = [path.relative_to(tmp_path).as_posix() for path in provenance.source_files(tmp_path)]
    assert found == sorted(names)
    # The package itself has no other file that its pages are made of.
    assert {path.suffix for path in provenance.package_files()} == set(provenance.SOURCE_SUFFIXES)
