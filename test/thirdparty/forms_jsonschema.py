"""Hold every row of the release against the JSON Schema of its table."""
import csv
import json
import pathlib
import sys

import jsonschema

forms, release = map(pathlib.Path, sys.argv[1:3])
rows = 0
for path in sorted(release.glob("data/*/*/*.csv")):
    cube, table = path.parts[-3:-1]
    schema = json.loads((forms / "schemas" / cube / f"{table}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    kinds = {k: kind for k, p in schema["properties"].items() for word, kind in (("integer", int), ("number", float)) if word in p.get("type", "")}
    with open(path, encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            observation = {k: (kinds[k](v) if v else None) if k in kinds else v for k, v in row.items()}
            fault = next(validator.iter_errors(observation), None)
            if fault is not None:
                sys.exit(f"{path}: {row}: {fault.message}")
            rows += 1
assert rows, "no row"
# The schema must bite: a hidden cell with a value, a code of another list.
for change in ({"obs_status": "Q", "value": 3}, {"cube": "X"}, {"lower": -1}):
    assert not validator.is_valid({**observation, **change}), change
print(f"{rows} rows")
