"""Read the catalogue as RDF and hold it against what the profile requires."""
import pathlib
import sys

import pyshacl
import rdflib

graph = rdflib.Graph().parse(sys.argv[1] + "/catalogue.jsonld", format="json-ld")
shapes = rdflib.Graph().parse(pathlib.Path(__file__).with_name("dcat-ap-nl.ttl"))
conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes)
if not conforms:
    sys.exit(text)
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
sets = set(graph.subjects(rdflib.RDF.type, DCAT.Dataset))
contracts = list(pathlib.Path(sys.argv[1], "contracts").glob("*.yaml"))
assert len(sets) == len(contracts), "not a dataset per cube"
print(f"{len(graph)} statements, {len(sets)} datasets")
