"""What language a text is in.

A table of the commonest words of the languages that news pages come in answers most texts in microseconds; py3langid, which
takes half a second to load, is asked only where the table cannot tell.
"""

from __future__ import annotations

import re
from collections import Counter

COMMON_WORDS: dict[str, str] = {
    "en": "the of and to that is was for on with as at by from has have had said his her he she it they this which were are "
    "be not who will would their its after about more than been when what you your we our there or an but could into "
    "people says",
    "de": "der die das und den von zu mit sich auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie "
    "nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch "
    "man wurde",
    "fr": "le la les de des et un une du en est que dans qui pour pas au sur par plus ce il ne se avec sont ont été elle "
    "cette aux mais leur ses son sa nous vous ou comme tout après deux être fait était",
    "es": "el la los las de que y en un una por con para se del al es su lo como más pero sus le ha este esta entre cuando "
    "muy sin sobre también fue hasta desde son había era han según dos años",
    "pt": "o a os as de do da dos das que e em um uma para com não por no na se mais como mas ao foi pelo pela são ele ela "
    "seu sua também ser está tem à já muito entre depois até sobre nos nas",
    "it": "il lo la i gli le di del della dei delle che e è un una per con non da in nel nella si sono al alla ha anche "
    "come più ma dal dalla questo questa stato hanno suo sua dopo essere tra",
    "nl": "de het een van en in is dat op te zijn voor met die niet aan er om ook als bij naar door maar nog uit heeft "
    "worden hij was over zich tot ze deze wordt dan werd meer kan",
    "sv": "och att det som en är på för av med den till inte har om ett jag han var men de vi från så kan när år sig eller "
    "där efter vid också över blir",
    "da": "og at det er en den til på som af for med de ikke har der var et jeg han men om vi fra så kan når blev efter ved "
    "også over være bliver hun sig",
    "no": "og å det er en som på av for til med at den ikke har de et var jeg han men om vi fra så kan når ble etter ved "
    "også over være blir hun seg mot",
    "fi": "ja on ei että oli se hän mutta ovat kuin myös joka mukaan ole sen tai ollut jo vain sekä",
    "pl": "i w na z że się do nie jest to o jak po ale za przez od co dla są był oraz tym jego przy być już które który także",
    "cs": "a v na se že je to s z o do i ve k jako za pro by ale po jeho který podle které už však jsou nebo",
    "hu": "a az és hogy nem is egy de meg csak volt ez már van mint után akkor még szerint lesz vagy",
    "ro": "de și în la a cu pe nu că o din care să un mai pentru este au fost prin după fi sau dar sunt",
    "tr": "ve bir bu da de için ile olarak çok olan daha sonra gibi kadar ise en var ne değil oldu göre ancak",
    "id": "yang dan di dengan untuk dari pada ini itu dalam tidak akan ke juga telah oleh ada karena saat bisa",
}
"""The commonest words of each language; a text is in the language whose words make up most of it."""

SCRIPTS: tuple[tuple[str, str, float], ...] = (
    (r"[\u3040-\u30ff]", "ja", 0.1),  # kana between the Chinese characters
    (r"[\uac00-\ud7af]", "ko", 0.3),
    (r"[\u4e00-\u9fff]", "zh", 0.3),
    (r"[\u0370-\u03ff]", "el", 0.3),
    (r"[\u0590-\u05ff]", "he", 0.3),
    (r"[\u0e00-\u0e7f]", "th", 0.3),
    (r"[\u0980-\u09ff]", "bn", 0.3),
    (r"[\u0b80-\u0bff]", "ta", 0.3),
    (r"[\u0c00-\u0c7f]", "te", 0.3),
    (r"[\u10a0-\u10ff]", "ka", 0.3),
    (r"[\u0530-\u058f]", "hy", 0.3),
)
"""Scripts that stand for one language among the news, with the least share of the letters."""

_SAMPLE = 6_000
_FEWEST_WORDS = 6
_WORD = re.compile(r"[^\W\d_]+")
_LANGUAGES: dict[str, tuple[str, ...]] = {}
for _language, _words in COMMON_WORDS.items():
    for _word in _words.split():
        _LANGUAGES[_word] = (*_LANGUAGES.get(_word, ()), _language)


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language that most of the text is in; ``None`` where it is too short to tell."""
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample.lower())
    letters = sum(map(len, words))
    if not sample.isascii():
        for script, language, share in SCRIPTS:
            if len(re.findall(script, sample)) > share * letters > 1:
                return language
    if len(words) < _FEWEST_WORDS:
        return None
    hits = Counter(language for word in words for language in _LANGUAGES.get(word, ()))
    ranked = hits.most_common(2)
    if ranked:
        (best, most), second = ranked[0], ranked[1][1] if len(ranked) > 1 else 0
        if most >= 0.2 * len(words) and most >= 3 and second <= 0.75 * most:
            return best
    return _modelled(sample, words)


def _modelled(sample: str, words: list[str]) -> str | None:
    if len(words) < 2 * _FEWEST_WORDS:
        return None
    import py3langid  # half a second to load, so only for the texts that the table cannot tell

    language: str = py3langid.classify(sample)[0]
    return language
