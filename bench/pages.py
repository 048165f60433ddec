"""How well pages are read: the figures of ``pages/score.py`` on saved news pages, the speed, and how long the longest pages take.

python bench/pages.py [SHARED] [--misses]
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import io
import json
import resource
import sys
import tempfile
import time
from contextlib import redirect_stdout
from pathlib import Path

from sayso.page.html import pages_from_html
from sayso.page.page import Document, Kind, Page, Role

SHARED = Path(__file__).parents[1].parent / "shared"


def read(path: Path) -> Page:
    """The page of a saved, gzipped HTML file."""
    name = path.name.removesuffix(".html.gz")
    return pages_from_html(Document(gzip.decompress(path.read_bytes()), Kind.HTML, name, str(path)))[0]


def reading(page: Page) -> dict[str, object]:
    """A page in the form that the score script reads."""
    return {
        "id": page.name,
        "title": page.headline,
        "authors": list(page.authors),
        "published": page.published,
        "body": page.body,
        "captions": list(page.words(Role.CAPTION)),
    }


SENTENCE = "The harbour office said on Monday that the bridge over the Sorrel would stay shut for a week after the flood. "
LONG_FORMS = {
    "paragraphs": f"<p>{SENTENCE * 3}</p>\n",
    "nested elements": "<div>" * 100 + f"<p>{SENTENCE}</p>" + "</div>" * 100,
    "line breaks": "The harbour office said “no” on Monday again.<br><br>\n",
}
"""What a page of 20 MB is made of, again and again."""


def seconds_for(form: str, size: int = 20_000_000) -> float:
    """The processor time that one page of this size takes; other programs on the machine do not count."""
    one = form.encode()
    data = b"<title>Bridge</title><h1>Bridge shut for a week</h1><article>" + one * (size // len(one)) + b"</article>"
    begun = time.process_time()
    pages_from_html(Document(data, Kind.HTML, "long", "long.html"))
    return time.process_time() - begun


def measure(shared: Path) -> dict[str, float]:
    """All figures, as ``set.measure``; with ``pages_per_second`` on one core, ``peak_mb`` of memory, and ``seconds_for_20_mb`` of
    the slowest of three forms."""
    figures: dict[str, float] = {}
    count, spent = 0, 0.0
    script = shared / "pages" / "score.py"
    spec = importlib.util.spec_from_file_location("score_pages", script)
    assert spec
    assert spec.loader
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    for folder in ("fundus", "aeb"):
        paths = sorted((shared / "pages" / folder).glob("*.html.gz"))
        begun = time.process_time()
        pages = [read(path) for path in paths]
        spent += time.process_time() - begun
        count += len(pages)
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", delete=False) as out:
            out.writelines(json.dumps(reading(page), ensure_ascii=False) + "\n" for page in pages)
        printed = io.StringIO()
        with redirect_stdout(printed):
            score.main(shared / "pages" / folder, out.name)
        Path(out.name).unlink()
        for line in printed.getvalue().splitlines():
            name, value, *_ = line.split()
            figures[f"{folder}.{name}"] = float(value)
    figures["pages_per_second"] = round(count / spent, 1)
    figures["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    figures["seconds_for_20_mb"] = round(max(map(seconds_for, LONG_FORMS.values())), 2)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED, help="folder that holds pages/")
    arguments = parser.parse_args()
    if not (arguments.shared / "pages").is_dir():
        sys.exit(f"No pages at {arguments.shared / 'pages'}; name the folder that holds pages/ as the first argument.")
    for name, value in measure(arguments.shared).items():
        print(f"{name:22} {value:g}")


if __name__ == "__main__":
    main()
