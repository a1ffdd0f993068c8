"""Makes resources/data/state_of_the_union_*: the speeches, cut into sentences and words once.

Usage: python packaging/speeches.py SPEECHES.jsonl.gz, a speech a line with "id" (that begins with
its year) and "text".
"""

import collections
import gzip
import json
import re
import sys
from pathlib import Path

import numpy as np

from core.text import tokenised

HOME = Path(__file__).parents[1] / "resources" / "data"
END_OF_SENTENCE = re.compile(r"(?<=[.!?])[\"”')\]]*\s+(?=[\"“‘'(\[]*[A-Z])")
ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|No|Nos|Gen|Messrs|Hon|Col|Lt|Rev)|\b[A-Z])\.$")
STAGE_DIRECTION = re.compile(r"[(\[][^)\]]*(?:[Aa]pplause|[Ll]aughter)[^)\]]*[)\]]")


def sentences(text: str) -> list[list[str]]:
    """The tokens of each sentence; a full stop after an abbreviation ends none."""
    found: list[str] = []
    for piece in END_OF_SENTENCE.split(STAGE_DIRECTION.sub(" ", text)):
        if found and ABBREVIATION.search(found[-1]):
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    tokens = (tokenised(sentence) for sentence in found)
    return [words for words in tokens if any(word.isalpha() for word in words)]


def main(path: str) -> None:
    """Write the words by falling frequency, the sentences as their ranks, and the years."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        speeches = [json.loads(line) for line in lines]
    spoken = [(speech["id"][:4], sentences(speech["text"])) for speech in speeches]
    counts = collections.Counter(
        word for _, said in spoken for sentence in said for word in sentence
    )
    words = sorted(counts, key=lambda word: (-counts[word], word))
    rank = {word: place for place, word in enumerate(words, start=1)}
    stream = [
        number
        for _, said in spoken
        for sentence in said
        for number in (*(rank[word] for word in sentence), 0)
    ]
    years = "".join(f"{year},{len(said)}\n" for year, said in spoken)
    packed = {
        "words": "\n".join(words).encode(),
        "sentences": np.array(stream, dtype="<u2").tobytes(),
        "years": f"year,sentences\n{years}".encode(),
    }
    for name, data in packed.items():
        (HOME / f"state_of_the_union_{name}.gz").write_bytes(gzip.compress(data, mtime=0))


if __name__ == "__main__":
    main(sys.argv[1])
