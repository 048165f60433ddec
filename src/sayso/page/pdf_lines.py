"""The lines of a PDF with their places, told by pypdf in a process of its own.

It is run as a program: a PDF on standard input, one JSON object on standard output. Nothing of sayso is imported, so that it
starts quickly; and whatever a file does to it (endless loops, gigabytes out of kilobytes), the process that asked goes on.
"""

from __future__ import annotations

import io
import json
import math
import sys
from typing import Any

LONGEST = 60
"""Seconds of processor time that a PDF may take."""

MEMORY = 1 << 30
"""Bytes of memory that it may take, where the system can set a limit."""

MOST_PAGES = 2_000
MOST_CHARACTERS = 10_000_000


def main() -> None:
    """Read a PDF from standard input and write what it holds."""
    _limit()
    import pypdf
    from pypdf.errors import PyPdfError

    data = sys.stdin.buffer.read()
    try:
        told = _told(pypdf.PdfReader(io.BytesIO(data)))
    except MemoryError:
        told = {"large": "more memory than is given to one page"}
    except RecursionError:
        told = {"damaged": "it is nested too deeply"}
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, ArithmeticError) as error:
        told = {"damaged": f"{type(error).__name__}: {str(error)[:200]}"}
    sys.stdout.write(json.dumps(told))


def _limit() -> None:
    try:
        import resource
    except ImportError:  # there is none on Windows; the time is limited by who asks
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, LONGEST)):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):
            continue


def _told(reader: Any) -> dict[str, Any]:
    if reader.is_encrypted:
        try:
            opened = reader.decrypt("")
        except Exception:  # a kind of encryption that needs what is not installed, or none that is known
            opened = 0
        if not opened:
            return {"locked": True}
    count = len(reader.pages)
    if count > MOST_PAGES:
        return {"large": f"{count:,} pages"}
    pages = []
    pictures = characters = 0
    for page in reader.pages:
        lines = _lines(page)
        characters += sum(len(line[0]) for line in lines)
        if characters > MOST_CHARACTERS:
            return {"large": f"more than {MOST_CHARACTERS:,} characters"}
        pictures += not any(line[0].strip() for line in lines) and _has_picture(page)
        pages.append(lines)
    return {"pages": pages, "pictures": pictures, "said": _metadata(reader)}


def _metadata(reader: Any) -> dict[str, str]:
    try:
        said = dict(reader.metadata or {})
    except Exception:  # what a damaged file says of itself is no reason not to read it
        return {}
    names = ("/Title", "/Author", "/CreationDate", "/ModDate")
    return {name[1:]: str(said[name])[:1000] for name in names if said.get(name) is not None}


def _lines(page: Any) -> list[list[Any]]:
    """The lines of a page as pypdf has them: words, left edge, height above the bottom, size of the letters, whether bold."""
    lines: list[list[Any]] = []
    words: list[str] = []
    sizes: dict[tuple[float, bool], int] = {}
    at: tuple[float, float] | None = None

    def end() -> None:
        nonlocal words, sizes, at
        size, bold = max(sizes, key=lambda each: sizes[each]) if sizes else (0.0, False)
        lines.append(["".join(words), *(round(each, 1) for each in at or (0.0, 0.0)), round(size, 1), bold])
        words, sizes, at = [], {}, None

    def visit(text: str, cm: Any, tm: Any, font: Any, size: Any) -> None:
        nonlocal at
        for number, piece in enumerate(text.split("\n")):
            if number:
                end()
            words.append(piece)
            if piece.strip():
                a, b, c, d, e, f = (float(each) for each in cm)
                t = [float(each) for each in tm]
                if at is None:
                    at = t[4] * a + t[5] * c + e, t[4] * b + t[5] * d + f
                scale = math.sqrt(abs((t[0] * t[3] - t[1] * t[2]) * (a * d - b * c)))
                name = str((font or {}).get("/BaseFont", "")).lower()
                key = float(size) * scale, any(mark in name for mark in ("bold", "black", "heavy", "-bd"))
                sizes[key] = sizes.get(key, 0) + len(piece.strip())

    page.extract_text(visitor_text=visit)
    end()
    return lines


def _has_picture(page: Any) -> bool:
    try:
        drawn = page["/Resources"]["/XObject"]
        return any(drawn[name].get_object().get("/Subtype") == "/Image" for name in drawn)
    except Exception:  # a page without resources, or with broken ones
        return False


if __name__ == "__main__":
    main()
