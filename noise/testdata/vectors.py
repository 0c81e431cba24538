#!/usr/bin/env python3
"""Known answers for package noise, from a second implementation.

Written after the paper (Canonne, Kamath, Steinke 2020) and the description of
the stream in stream.go, with Python's integers and the AES of the package
cryptography. Prints vectors.json:

    pip install cryptography && python3 vectors.py > vectors.json
"""
import hashlib
import hmac
import json
import math
from fractions import Fraction

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

VERSION = b"doorstroommonitor discrete gaussian 1"


def part(b):
    return len(b).to_bytes(8, "big") + b


def ratio(f):
    return (f"{f.numerator}/{f.denominator}" if f.denominator != 1 else str(f.numerator)).encode()


def encode(d):
    out = part(VERSION) + part(d["population"].encode()) + part(d["year"].to_bytes(8, "big"))
    out += part(d["table"].encode()) + part(d["neighbours"].encode()) + part(ratio(Fraction(d["rho"])))
    out += part(len(d["weights"]).to_bytes(8, "big"))
    for w in d["weights"]:
        out += part(ratio(Fraction(w)))
    out += part(bytes.fromhex(d["specification"]))
    return out + part(b"".join(n.to_bytes(8, "big") for n in d["counts"]))


class Stream:
    def __init__(self, secret, draw):
        seed = hmac.new(secret, encode(draw), hashlib.sha256).digest()
        self.aes = Cipher(algorithms.AES(seed), modes.CTR(bytes(16))).encryptor()
        self.pool, self.size = 0, 0

    def bits(self, n):
        while self.size < n:
            self.pool |= int.from_bytes(self.aes.update(bytes(64)), "little") << self.size
            self.size += 512
        v = self.pool & ((1 << n) - 1)
        self.pool >>= n
        self.size -= n
        return v

    def uniform(self, n):
        while True:
            u = self.bits((n - 1).bit_length())
            if u < n:
                return u

    def exp1(self, p, q):
        k = 1
        while self.uniform(q * k) < p:
            k += 1
        return k % 2 == 1

    def exp(self, p, q):
        while p > q:
            if not self.exp1(1, 1):
                return False
            p -= q
        return self.exp1(p, q)

    def laplace(self, t):
        while True:
            u = self.uniform(t)
            if not self.exp1(u, t):
                continue
            v = 0
            while self.exp1(1, 1):
                v += 1
            y, negative = u + t * v, self.bits(1)
            if negative and y == 0:
                continue
            return -y if negative else y

    def gauss(self, variance):
        a, b = variance.numerator, variance.denominator
        t = math.isqrt(a // b) + 1
        while True:
            y = self.laplace(t)
            if self.exp((abs(y) * t * b - a) ** 2, 2 * a * b * t * t):
                return y


def main():
    secret = bytes(range(32))
    base = {"population": "VO-DIPLOMA", "year": 2024, "table": "D1", "neighbours": "one record more or less",
            "rho": "1/2", "weights": ["3/10", "1/2", "1/5"], "specification": "ab" * 32, "counts": [3, 0, 12]}
    cases = []
    for variance in ["10/3", "2", "1/2", "1", "5", "39/100", "1000/7", "123456789/1000", "123456789123/2", "1/1000003"]:
        cases.append((dict(base), variance))
    for change in [{"population": "MBO-DIPLOMA"}, {"year": 2025}, {"table": "D2"}, {"rho": "1/4"}, {"weights": ["1/2", "3/10", "1/5"]},
                   {"neighbours": "one record changed"}, {"specification": "ac" * 32}, {"counts": [3, 0, 13]}]:
        cases.append((dict(base, **change), "10/3"))
    out = []
    for draw, variance in cases:
        s = Stream(secret, draw)
        out.append({"draw": draw, "variance": variance, "values": [s.gauss(Fraction(variance)) for _ in range(24)], "next_bits": s.bits(64)})
    print(json.dumps({"secret": secret.hex(), "cases": out}, indent=1))


main()
