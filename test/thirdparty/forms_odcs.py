"""Validate every data contract with the official JSON Schema and read it."""
import json
import pathlib
import sys

import jsonschema
import open_data_contract_standard as odcs
import yaml
from open_data_contract_standard.model import OpenDataContractStandard

schema = json.loads(pathlib.Path(odcs.__file__).with_name("schema.json").read_text(encoding="utf-8"))
validator = jsonschema.validators.validator_for(schema)(schema)
tables = properties = 0
for path in sorted(pathlib.Path(sys.argv[1], "contracts").glob("*.yaml")):
    faults = list(validator.iter_errors(yaml.safe_load(path.read_text(encoding="utf-8"))))
    if faults:
        sys.exit(f"{path.name}: {list(faults[0].path)}: {faults[0].message[:300]}")
    contract = OpenDataContractStandard.from_file(str(path))
    if sys.argv[1] == sys.argv[2]:  # of a release: a contract is about what it has
        cube = path.name.removesuffix(".odcs.yaml")
        had = {p.name for p in pathlib.Path(sys.argv[2], "data", cube).iterdir()}
        assert {t.name for t in contract.schema_} == had, f"{cube}: {had}"
    tables += len(contract.schema_)
    properties += sum(len(t.properties) for t in contract.schema_)
print(f"{tables} tables, {properties} properties")
