"""Validate csv-metadata.json and all its tables with csvw."""
import sys
import warnings

from csvw import CSVW

with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    group = CSVW(sys.argv[1] + "/csv-metadata.json", validate=True)
    valid = group.is_valid
    rows = sum(sum(1 for _ in table.iterdicts(strict=True)) for table in group.tables) if valid else 0
for w in [*said, *group.warnings]:
    print(getattr(w, "message", w))
if not valid or group.warnings:
    sys.exit(1)
print(f"{len(group.tables)} tables, {rows} rows")
