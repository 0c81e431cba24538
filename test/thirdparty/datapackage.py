"""Validate datapackage.json and all its resources with frictionless."""
import os
import sys

from frictionless import Package

os.chdir(sys.argv[1])
package = Package("datapackage.json")
report = package.validate()
for task in report.tasks:
    for error in task.errors:
        print(task.name, error.message)
if not report.valid:
    for error in report.errors:
        print(error.message)
    sys.exit(1)
print(f"{len(report.tasks)} resources, {sum(t.stats.get('rows', 0) for t in report.tasks)} rows")
