"""Months, weekdays, zones, and the words that say what a date is, as the pages of many languages print them."""

from __future__ import annotations

_MONTHS_BY_LANGUAGE: tuple[str, ...] = (
    "january february march april may june july august september october november december",  # English
    "jan feb mar apr may jun jul aug sept oct nov dec",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "januar februar märz april mai juni juli august september oktober november dezember",  # German
    "jänner februar maerz april mai juni juli august september oktober november dezember",  # Austrian
    "jan feb mär apr mai jun jul aug sep okt nov dez",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",  # French
    "janv févr mars avr mai juin juil août sept oct nov déc",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",  # Spanish
    "ene feb mar abr may jun jul ago set oct nov dic",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",  # Portuguese
    "jan fev mar abr mai jun jul ago set out nov dez",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",  # Italian
    "gen feb mar apr mag giu lug ago set ott nov dic",
    "januari februari maart april mei juni juli augustus september oktober november december",  # Dutch
    "januari februari mars april maj juni juli augusti september oktober november december",  # Swedish
    "januar februar marts april maj juni juli august september oktober november december",  # Danish
    "januar februar mars april mai juni juli august september oktober november desember",  # Norwegian
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta "  # Finnish
    "heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",  # Polish
    "ledna února března dubna května června července srpna září října listopadu prosince",  # Czech
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",  # Turkish
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",  # Romanian
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",  # Russian
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",  # Ukrainian
    "januari februari maret april mei juni juli agustus september oktober november desember",  # Indonesian
)

MONTHS: dict[str, int] = {
    name: number
    for names in _MONTHS_BY_LANGUAGE
    for number, name in enumerate(names.split(), start=1)
    if len(names.split()) == 12
}
"""Month names and their short forms, case-folded, with their number."""

_WEEKDAYS_BY_LANGUAGE: tuple[str, ...] = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "mon tue tues wed thu thur thurs fri sat sun",
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag",
    "mo di mi do fr sa so",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "måndag tisdag onsdag torsdag fredag lördag söndag",
    "mandag tirsdag onsdag torsdag fredag lørdag søndag",
)

WEEKDAYS: frozenset[str] = frozenset(name for names in _WEEKDAYS_BY_LANGUAGE for name in names.split())

ENGLISH_MONTHS: tuple[str, ...] = tuple(_MONTHS_BY_LANGUAGE[0].split())
"""The names of the months in English, January first."""

ENGLISH_WEEKDAYS: tuple[str, ...] = tuple(_WEEKDAYS_BY_LANGUAGE[0].split())
"""The names of the weekdays in English, Monday first."""

OFFSETS: dict[str, str] = {
    "Z": "+00:00",
    "GMT": "+00:00",
    "UTC": "+00:00",
    "WET": "+00:00",
    "BST": "+01:00",  # British summer time, in the pages that print it
    "WEST": "+01:00",
    "CET": "+01:00",
    "MEZ": "+01:00",
    "WAT": "+01:00",
    "CEST": "+02:00",
    "MESZ": "+02:00",
    "EET": "+02:00",
    "CAT": "+02:00",
    "SAST": "+02:00",
    "EEST": "+03:00",
    "MSK": "+03:00",
    "EAT": "+03:00",
    "PKT": "+05:00",
    "WIB": "+07:00",
    "HKT": "+08:00",
    "SGT": "+08:00",
    "AWST": "+08:00",
    "JST": "+09:00",
    "KST": "+09:00",
    "AEST": "+10:00",
    "AEDT": "+11:00",
    "NZST": "+12:00",
    "NZDT": "+13:00",
    "EDT": "-04:00",
    "EST": "-05:00",
    "CDT": "-05:00",
    "MDT": "-06:00",
    "PDT": "-07:00",
    "PST": "-08:00",
    # these stand for several offsets, and are read but never turned into one
    "ET": "",
    "CT": "",
    "PT": "",
    "CST": "",
    "MST": "",
    "IST": "",
    "AST": "",
    "GST": "",
}
"""Printed zones and their offset; empty where the same letters stand for several."""

PUBLISHED: tuple[str, ...] = (
    "published",
    "first published",
    "originally published",
    "date published",
    "publication date",
    "posted",
    "created",
    "issued",
    "aired",
    "released",
    "filed",
    "uploaded",
    "date",
    "veröffentlicht",
    "erschienen",
    "erstellt",
    "stand",
    "publié",
    "paru",
    "publicado",
    "publicada",
    "pubblicato",
    "gepubliceerd",
    "publicerad",
    "publisert",
    "opublikowano",
    "publikováno",
    "yayınlanma",
    "опубликовано",
)
"""Words before a date that say that it is the day of publication."""

UPDATED: tuple[str, ...] = (
    "updated",
    "last updated",
    "last update",
    "update",
    "modified",
    "last modified",
    "date modified",
    "amended",
    "last amended",
    "edited",
    "last edited",
    "revised",
    "corrected",
    "aktualisiert",
    "zuletzt aktualisiert",
    "geändert",
    "mis à jour",
    "mise à jour",
    "modifié",
    "actualizado",
    "actualizada",
    "modificado",
    "atualizado",
    "atualizada",
    "aggiornato",
    "aggiornamento",
    "bijgewerkt",
    "uppdaterad",
    "opdateret",
    "oppdatert",
    "aktualizacja",
    "aktualizováno",
    "güncelleme",
    "обновлено",
)
"""Words before a date that say that it is the time of a change."""
