"""Validate the structure message with the official schemas and read it. Of a
release, find every code of every row in it."""
import csv
import pathlib
import sys

from pysdmx.io import read_sdmx
from pysdmx.io.xml.doc_validation import validate_doc

path = pathlib.Path(sys.argv[1], "sdmx-structure.xml")
validate_doc(path.read_text(encoding="utf-8"))
message = read_sdmx(path, validate=True)
flows = {d.id for d in message.get_dataflows()}
contracts = {"DF_" + p.name.removesuffix(".odcs.yaml") for p in pathlib.Path(sys.argv[1], "contracts").glob("*.yaml")}
assert flows == contracts, flows ^ contracts
dims = 0
for dsd in message.get_data_structure_definitions():
    assert dsd.components.measures[0].id == "OBS_VALUE"
    dims += len(dsd.components.dimensions)
    for c in dsd.components.dimensions:
        lists = [x for x in message.get_codelists() if c.local_codes is not None and x.id == c.local_codes.id]
        if lists:
            assert "_T" in [code.id for code in lists[0].items], lists[0].id

lists = {x.id: {code.id for code in x.items} for x in message.get_codelists()}
rows = 0
if sys.argv[1] == sys.argv[2]:
    for path in sorted(pathlib.Path(sys.argv[2]).glob("data/*/*/*.csv")):
        cube = path.parts[-3]
        with open(path, encoding="utf-8", newline="") as f:
            reader = csv.DictReader(f)
            columns = [c for c in reader.fieldnames[3:] if "CL_" + cube + "_" + c in lists]
            assert columns == reader.fieldnames[3:reader.fieldnames.index("value")], f"{path}: {columns}"
            for row in reader:
                for c in columns:
                    assert row[c] in lists["CL_" + cube + "_" + c], f"{path}: {c} {row[c]}"
                rows += 1
    assert rows, "no row"
print(f"{len(flows)} dataflows, {dims} dimensions, {len(message.get_codelists())} codelists, {rows} rows")
