#!/usr/bin/env python3
"""Counts of values of discrete Gaussian noise as OpenDP draws it.

Prints opendp.json, which the tests of package noise compare with:

    pip install opendp && python3 peer.py > opendp.json
"""
import importlib.metadata
import json
from collections import Counter
from fractions import Fraction

import opendp.prelude as dp

dp.enable_features("contrib")
DRAWS = 400_000


def main():
    cases = []
    for variance in ["10/3", "1/2", "25", "39/100"]:
        scale = float(Fraction(variance)) ** 0.5
        space = dp.vector_domain(dp.atom_domain(T=int)), dp.l2_distance(T=float)
        draw = dp.m.make_gaussian(*space, scale=scale)
        counts = Counter(draw([0] * DRAWS))
        cases.append({"variance": variance, "draws": DRAWS, "counts": {str(k): counts[k] for k in sorted(counts)}})
    print(json.dumps({"opendp": importlib.metadata.version("opendp"), "cases": cases}, indent=1))


main()
