"""Hold the oldest file of each table against its CSV on the Web schema."""
import json
import pathlib
import shutil
import sys
import tempfile
import warnings

from csvw import CSVW

forms, release = map(pathlib.Path, sys.argv[1:3])
rows = 0
with tempfile.TemporaryDirectory() as work:
    work = pathlib.Path(work)
    tables = []
    for folder in sorted(release.glob("data/*/*")):
        oldest = sorted(folder.glob("*.csv"))[0]
        cube, table = oldest.parts[-3:-1]
        name = f"{cube}.{table}.csv"
        shutil.copy(oldest, work / name)
        schema = json.loads((forms / "schemas" / cube / f"{table}.csvw.json").read_text(encoding="utf-8"))
        del schema["@context"]
        tables.append({"url": name, "tableSchema": schema})
    (work / "csv-metadata.json").write_text(json.dumps({"@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}], "tables": tables}), encoding="utf-8")
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        group = CSVW(str(work / "csv-metadata.json"), validate=True)
        valid = group.is_valid
        rows = sum(sum(1 for _ in t.iterdicts(strict=True)) for t in group.tables) if valid else 0
for w in [*said, *group.warnings]:
    print(getattr(w, "message", w))
if not valid or group.warnings or not rows:
    sys.exit(1)
print(f"{len(tables)} tables, {rows} rows")
