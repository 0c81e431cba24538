"""Read the structure message with sdmx1."""
import logging
import sys

import sdmx

logging.disable(logging.WARNING)
m = sdmx.read_sdmx(sys.argv[1] + "/sdmx-structure.xml")
for flow in m.dataflow.values():
    assert flow.structure is not None and flow.structure.dimensions.components, flow.id
parents = sum(1 for l in m.codelist.values() for c in l if c.parent is not None)
print(f"{len(m.dataflow)} dataflows, {len(m.structure)} structures, {parents} codes under another")
