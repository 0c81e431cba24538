"""Compare every Parquet file with the CSV beside it, cell by cell."""
import csv
import pathlib
import sys

import pyarrow as pa
import pyarrow.parquet as pq

decimals = ("modelled", "estimate", "standard_error")  # two of them, in the CSV
rows = files = 0
for path in sorted(pathlib.Path(sys.argv[1]).glob("data/*/*/*.parquet")):
    table = pq.read_table(path)
    for field in table.schema:
        want = {"cohort": pa.int32(), "value": pa.int64(), "lower": pa.int64(), "upper": pa.int64(), **{d: pa.float64() for d in decimals}}.get(field.name, pa.string())
        if field.type != want:
            sys.exit(f"{path}: column {field.name} is {field.type}, not {want}")
    with open(path.with_suffix(".csv"), encoding="utf-8", newline="") as f:
        want = list(csv.reader(f))
    got = [table.column_names]
    columns = [c.to_pylist() for c in table.columns]
    got += [["" if v is None else f"{v:.2f}" if n in decimals else str(v) for n, v in zip(table.column_names, row)] for row in zip(*columns)]
    if got != want:
        line = next((i for i, (a, b) in enumerate(zip(got, want)) if a != b), min(len(got), len(want)))
        sys.exit(f"{path}: differs from its CSV at line {line + 1}")
    files += 1
    rows += table.num_rows
if not files:
    sys.exit("no Parquet file found")
print(f"{files} files equal their CSV, {rows} rows")
