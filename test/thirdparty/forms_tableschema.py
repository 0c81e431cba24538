"""Hold the tables of the release against their Table Schemas."""
import json
import os
import pathlib
import sys

from frictionless import Resource, Schema

forms, release = map(pathlib.Path, sys.argv[1:3])
os.chdir(release)
rows = files = 0
for path in sorted(pathlib.Path("data").glob("*/*/*.csv")):
    cube, table = path.parts[-3:-1]
    schema = Schema.from_descriptor(json.loads((forms / "schemas" / cube / f"{table}.table.json").read_text(encoding="utf-8")))
    report = Resource(path=str(path), schema=schema).validate()
    if not report.valid:
        sys.exit(f"{path}: {report.flatten(['rowNumber', 'fieldName', 'message'])[:3]}")
    files += 1
    rows += report.tasks[0].stats.get("rows", 0)
assert files, "no file"
print(f"{files} files, {rows} rows")
