"""What language a text is in."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sayso.page.language import language_of

TEXTS = [
    ("The interior ministry said on Monday that at least 14 people had died in the flood.", "en"),
    ("Das Innenministerium teilte am Montag mit, dass bei der Flut mindestens vierzehn Menschen gestorben sind.", "de"),
    ("Le ministère de l'Intérieur a déclaré lundi que la crue avait fait au moins quatorze morts dans la ville.", "fr"),
    ("El Ministerio del Interior dijo el lunes que al menos catorce personas han muerto en la ciudad por la riada.", "es"),
    ("내무부는 월요일 홍수로 최소 14명이 숨졌다고 밝혔다", "ko"),
    ("内務省は月曜日、洪水で少なくとも14人が死亡したと発表した", "ja"),
    ("内政部星期一说，洪水造成至少十四人死亡", "zh"),
    ("Министерство внутренних дел сообщило в понедельник, что в городе погибли не менее четырнадцати человек.", "ru"),
    ("Fourteen dead", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "language"), TEXTS)
def test_languages(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_english_does_not_load_the_language_model() -> None:
    code = f"import sys; from sayso.page.language import language_of; assert language_of({TEXTS[0][0]!r}) == 'en'; "
    subprocess.run([sys.executable, "-c", code + "assert 'py3langid' not in sys.modules"], check=True)
