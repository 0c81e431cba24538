"""Read the catalogue as RDF and hold it against what the profile requires.

DCAT_SHAPES=DIR names a folder with the official shapes (*.ttl), for whoever has
them: shapes/300 of Geonovum/DCAT-AP-NL30 and releases/3.0.0/html/shacl of
SEMICeu/DCAT-AP, but for imports.ttl.
"""
import os
import pathlib
import sys

import pyshacl
import rdflib

graph = rdflib.Graph().parse(sys.argv[1] + "/catalogue.jsonld", format="json-ld")
official = sorted(pathlib.Path(os.environ["DCAT_SHAPES"]).glob("*.ttl")) if "DCAT_SHAPES" in os.environ else []
for path in [pathlib.Path(__file__).with_name("dcat-ap-nl.ttl"), *official]:
    conforms, _, text = pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(path), allow_warnings=True)
    if not conforms:
        sys.exit(f"{path.name}: {text}")
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
sets = set(graph.subjects(rdflib.RDF.type, DCAT.Dataset))
contracts = list(pathlib.Path(sys.argv[1], "contracts").glob("*.yaml"))
assert len(sets) == len(contracts), "not a dataset per cube"
print(f"{len(graph)} statements, {len(sets)} datasets, {len(official)} official files of shapes")
