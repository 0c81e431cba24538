"""Compare the table and indicator sheets of every workbook with the CSV files
of its cube, and look behind hidden cells."""
import csv
import json
import pathlib
import sys

import openpyxl

root = pathlib.Path(sys.argv[1])
# Without a window LibreOffice writes no view, so no frozen head either.
converted = "--converted" in sys.argv
structure = json.loads((root / "structure.json").read_text(encoding="utf-8"))


def text(v):
    return "" if v is None else str(v)


def number(v):
    return "" if v is None else str(round(v, 1))


def records(book, sheet, columns):
    """The lines of a sheet and its continuations as a list of dicts by the
    given columns; checks the shading on the way."""
    out = []
    for name in [s for s in book.sheetnames if s == sheet or s.startswith(sheet + " (")]:
        rows = book[name].iter_rows()
        head = [c.value for c in next(rows)]
        assert converted or book[name].freeze_panes == "A2", f"{name}: the head is not frozen"
        assert book[name].auto_filter.ref, f"{name}: no filter"
        at = {c: head.index(t) for c, t in columns.items()}
        for row in rows:
            line = {c: row[i] for c, i in at.items()}
            cell = line["value"]
            hidden = line["obs_status"].value == "Q"
            shaded = cell.fill.fill_type is not None
            assert hidden == shaded, f"{name}!{cell.coordinate}: shading and status differ"
            assert not hidden or cell.value is None, f"{name}!{cell.coordinate}: something stands in a hidden cell"
            assert all(c.data_type != "f" for c in row), f"{name}!{cell.coordinate}: a formula"
            out.append({c: v.value for c, v in line.items()})
    return out


def compare(where, got, want):
    assert len(got) == len(want), f"{where}: {len(got)} lines, {len(want)} in CSV"
    for i, (a, b) in enumerate(zip(got, want)):
        assert a == b, f"{where}, line {i + 2}: {a}, in CSV {b}"


def read(paths):
    for path in paths:
        with open(path, encoding="utf-8", newline="") as f:
            yield from csv.DictReader(f)


lines = books = 0
for cube in structure["cubes"]:
    book = openpyxl.load_workbook(root / "products" / (cube["id"] + ".xlsx"))
    books += 1
    assert book.sheetnames[0] == "Toelichting" and book.sheetnames[-1] == "Codes", book.sheetnames
    assert all(s.sheet_state == "visible" for s in book), "a sheet is hidden"
    for table in cube["tables"]:
        tail = {"value": "Aantal / Count", "lower": "Ondergrens / Lower", "upper": "Bovengrens / Upper"}
        columns = {"cohort": "Cohort", **{d: d for d in table["dimensions"]}, **tail, "obs_status": "obs_status", "conf_status": "conf_status"}
        got = [{c: text(v) for c, v in r.items()} for r in records(book, table["id"][:31], columns)]
        want = [{c: r[c] for c in columns} for r in read(root / "data" / cube["id"] / table["id"] / f"{y}.csv" for y in table["cohorts"])]
        compare(f"{cube['id']}.xlsx {table['id']}", got, want)
        lines += len(got)
    percent = {"value": "Aandeel (%) / Share (%)", "lower": "Ondergrens (%) / Lower (%)", "upper": "Bovengrens (%) / Upper (%)"}
    columns = {"cohort": "Cohort", "indicator": "indicator", "numerator": "Teller / Numerator", "denominator": "Noemer / Denominator",
               **percent, "obs_status": "obs_status", "conf_status": "conf_status"}
    got = [{c: number(float(v)) if c in percent and v is not None else text(v) for c, v in r.items()} for r in records(book, "Indicatoren", columns)]
    want = [{c: r[c] for c in columns} for r in read(sorted((root / "indicators" / cube["id"]).glob("*.csv")))]
    by_indicator = [i["id"] for i in cube.get("indicators") or []]
    want.sort(key=lambda r: by_indicator.index(r["indicator"]))  # the sheet goes by indicator, the files by cohort
    compare(f"{cube['id']}.xlsx Indicatoren", got, want)
    lines += len(got)
    groups = {"by": "by", "group": "group", "institutions": "Instellingen / Institutions", "hidden_institutions": "Met afgeschermd aantal / With a hidden number"}
    columns = {**columns, **groups}
    got = [{c: number(float(v)) if c in percent and v is not None else text(v) for c, v in r.items()} for r in records(book, "Vergelijking", columns)]
    want = [{c: r[c] for c in columns} for r in read(sorted((root / "comparisons" / cube["id"]).glob("*.csv")))]
    want.sort(key=lambda r: by_indicator.index(r["indicator"]))
    compare(f"{cube['id']}.xlsx Vergelijking", got, want)
    lines += len(got)
print(f"{books} workbooks equal their CSV, {lines} lines")
