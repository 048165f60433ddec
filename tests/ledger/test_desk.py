"""A desk that shares one ledger on PostgreSQL: the same answers as in a file, many writers, and clear words when it cannot be."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from sayso.claims.report import Report
from sayso.claims.statement import Stance, Statement, StatementKind
from sayso.errors import (
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerTooNew,
    NoLedger,
    NotALedger,
    PageSealed,
    SaysoError,
)
from sayso.ledger.answers import StatementFilter
from sayso.ledger.integrity import audit, fingerprint
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.reported import FigureFilter
from sayso.ledger.schema import VERSION_TABLE, metadata
from sayso.ledger.veils import Veils, Wish
from sayso.page.page import Document
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from tests.conftest import ON_SERVER, behind, new_database, on_server, url_of
from tests.ledger.build import MODEL, NOON, document, flood, later, page, spans, strike
from tests.ledger.many import made, questions

pytestmark = pytest.mark.postgres

PAGES = 300
QUESTIONS = 200


def fill(ledger: Ledger) -> None:
    run = ledger.begin(["/many"], at=NOON)
    for of, report in made(PAGES):
        ledger.record(of, [report], seen_at=NOON, run=run)
    ledger.end(run, at=NOON)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, Ledger]]:
    """The same pages in a file and on the server."""
    with ExitStack() as open_ones:
        places = tmp_path_factory.mktemp("both") / "ledger.sqlite", url_of(new_database())
        ledgers = [open_ones.enter_context(open_ledger(place, create=True)) for place in places]
        for ledger in ledgers:
            fill(ledger)
        yield ledgers[0], ledgers[1]


def answer(ledger: Ledger, asked: StatementFilter | FigureFilter) -> object:
    """All that a ledger has to say to a question, in its order; or why it has nothing to say."""
    try:
        if isinstance(asked, FigureFilter):
            return [row.as_json() for row in ledger.figures(asked)]
        return (
            [row.as_json() for row in ledger.statements(asked)],
            list(ledger.speakers(asked)),
            ledger.count(asked).as_json(),
            ledger.close_speakers(asked),
            list(ledger.pages(asked)),
        )
    except SaysoError as error:
        return type(error), str(error)


def test_both_hold_the_same(both: tuple[Ledger, Ledger]) -> None:
    in_file, on_desk = both
    assert (in_file.store.__class__.__name__, on_desk.store.__class__.__name__) == ("SqliteStore", "PostgresStore")
    assert fingerprint(in_file) == fingerprint(on_desk)
    assert audit(in_file) == audit(on_desk)
    assert audit(on_desk).sound


def test_both_answer_two_hundred_questions_alike(both: tuple[Ledger, Ledger]) -> None:
    found = 0
    for asked in questions(QUESTIONS):
        here, there = (answer(ledger, asked) for ledger in both)
        assert here == there, asked
        found += bool(here if isinstance(asked, FigureFilter) else isinstance(here[0], list) and here[0])
    assert found > QUESTIONS / 3


def test_both_answer_alike_from_behind_a_veil(tmp_path: Path) -> None:
    known, hidden = flood(), prisoners()
    with (
        open_ledger(tmp_path / "ledger.sqlite", create=True) as in_file,
        open_ledger(url_of(new_database()), create=True) as on_desk,
    ):
        for ledger in (in_file, on_desk):
            run = ledger.begin(["/news"], at=NOON)
            for of, report in (known, hidden, strike()):
                ledger.record(of, [report], seen_at=NOON, run=run)
        for words in ("withheld", "Kord", "captured", "Brandt", "captured -Kord", "died OR captured"):
            answers = []
            for ledger in (in_file, on_desk):
                veils = Veils(Wish.PRISONERS, key=tmp_path / "key", log=tmp_path / "log", by="R", face="test")
                shown = ledger.shown(veils)
                answers.append((answer(shown, StatementFilter(words=words)), answer(shown, StatementFilter(speaker=words))))
            assert answers[0] == answers[1], words
        assert list(on_desk.shown(veils).who("Kord")) == []
        assert len(list(on_desk.who("Kord"))) == 1


def prisoners() -> tuple[Document, Report]:
    """A page over which a veil lies: a captive is named on it."""
    of = document(
        "Soldiers shown on video\n\nPrivate Pavel Kord, a captured soldier, said on video that he was a prisoner of war. "
        "“I was captured at Orle,” Pavel Kord said.",
        name="prisoners",
    )
    read = page(of, published="2024-05-08")
    said = Statement(
        "s1",
        StatementKind.DIRECT,
        Stance.NEUTRAL,
        spans(read.text, "Pavel Kord"),
        spans(read.text, "said"),
        spans(read.text, "“I was captured at Orle,”"),
        Speaker("Pavel Kord", SpeakerKind.PERSON, Reason.AS_NAMED),
    )
    return of, Report(read, (said,), MODEL)


def test_words_that_no_index_takes_whole_are_found_on_both(both: tuple[Ledger, Ledger]) -> None:
    long = "x" * 3000
    text = f"Rain at Orle\n\nAda Ruiz said that {long}y fell on {' '.join(['the'] * 600)} harbour of {long}z."
    of = document(text, name="long", url=f"https://orle.example/{'a' * 5000}", seen=f"/news/{'é' * 4000}")
    report = next(r for _, r in made(5) if r.statements)
    [said] = [replace(report.statements[0], id="s1", source=(), cue=(), content=(page(of).blocks[1].span,), within=None)]
    for ledger in both:
        ledger.record(
            of,
            [replace(report, page=page(of), statements=(said,), figures=(), marks=())],
            seen_at=NOON,
            run=ledger.begin(["/x"], at=NOON),
        )
    for asked in (f"{long}y", f"{long}*", f'"{long}y fell"', '"the the harbour of"', f"fell -{long}y", f"fell -{'x' * 255}"):
        here, there = (answer(ledger, StatementFilter(words=asked)) for ledger in both)
        assert here == there, asked
    assert len(list(both[1].statements(StatementFilter(words=f'"{long}y fell on the"')))) == 1
    assert [p.name for p in both[1].pages(StatementFilter(page=of.url))] == ["long"]
    assert audit(both[1]).sound


# Many writers

WRITER = """
import sys
from sayso.ledger.ledger import open_ledger
from tests.ledger.build import NOON
from tests.ledger.many import made

url, number = sys.argv[1], int(sys.argv[2])
with open_ledger(url, create=True, patience=120) as ledger:
    run = ledger.begin([f"/desk/{number}"], at=NOON)
    own = [*made(20, seed=100 + number), *made(10, seed=99)]  # the last ten are everybody's
    for of, report in own if number % 2 else reversed(own):
        print(ledger.record(of, [report], seen_at=NOON, run=run).pages, flush=True)
    ledger.end(run, at=NOON)
"""


def test_eight_writers_at_once_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    url = url_of(new_database())  # empty: they also make the ledger together
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", WRITER, url]
    writers = [subprocess.Popen([*command, str(n)], stdout=subprocess.PIPE, cwd=root, text=True) for n in range(8)]
    new = [sum(map(int, writer.communicate(timeout=300)[0].split())) for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * 8
    with open_ledger(url) as shared, open_ledger(tmp_path / "alone.sqlite", create=True) as alone:
        for number in range(8):
            run = alone.begin([f"/desk/{number}"], at=NOON)
            for of, report in (*made(20, seed=100 + number), *made(10, seed=99)):
                alone.record(of, [report], seen_at=NOON, run=run)
        result = audit(shared)
        assert result.sound
        assert sum(new) == result.pages == audit(alone).pages
        assert result.sightings == audit(alone).sightings == 8 * 30
        assert fingerprint(shared) == fingerprint(alone)


def test_only_writers_of_the_same_wait_for_each_other() -> None:
    url = url_of(new_database())
    (one, first), (other, second) = flood(), strike()
    with open_ledger(url, create=True) as ledger, open_ledger(url, patience=0.2) as colleague:
        run = ledger.begin(["/news"], at=NOON)
        with ledger.store.writing(first.page.blob):
            assert colleague.record(other, [second], seen_at=NOON, run=run).pages == 1
            with pytest.raises(LedgerBusy, match="being written by another process; try again"):
                colleague.record(one, [first], seen_at=NOON, run=run)
            with pytest.raises(LedgerBusy):
                colleague.seal("strike", by="R", reason="r", at=NOON)
        assert colleague.record(one, [first], seen_at=NOON, run=run).pages == 1
        colleague.seal("strike", by="R", reason="r", at=NOON)
        with pytest.raises(PageSealed):
            ledger.record(other, [second], seen_at=later(1), run=run)
        assert audit(ledger).sound


# What it refuses


@pytest.mark.parametrize("table", sorted({*metadata.tables} - {"seals", "wipes", "decisions", "fetches"}))
def test_nobody_gets_past_the_triggers_with_a_table_of_his_own(table: str) -> None:
    url = url_of(_filled())
    with open_ledger(url) as ledger:
        for change in (f"TRUNCATE {table} CASCADE", f"UPDATE {table} SET {metadata.tables[table].columns.keys()[-1]} = DEFAULT"):
            own = "CREATE TEMP TABLE seals AS SELECT id AS page_id FROM pages"
            with pytest.raises(LedgerError, match="append-only: rows of "), ledger.store.writing() as writing:
                writing.exec_driver_sql(f"{own}; {change}")


_kept: list[str] = []


def _filled() -> str:
    """A database with three pages."""
    if not _kept:
        _kept.append(new_database())
        with open_ledger(url_of(_kept[0]), create=True) as ledger:
            run = ledger.begin(["/news"], at=NOON)
            for of, report in (flood(), strike()):
                ledger.record(of, [report], seen_at=NOON, run=run)
            ledger.end(run, at=NOON)
    return _kept[0]


def test_all_words_are_compared_by_code_points(both: tuple[Ledger, Ledger]) -> None:
    from sayso.stories.linking import link

    link(both[1])
    with both[1].store.reading() as connection:
        others = connection.exec_driver_sql(
            "SELECT attrelid::regclass::text, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid "
            "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attcollation NOT IN (0, '\"C\"'::regcollation)"
        ).all()
        long = connection.exec_driver_sql(
            "SELECT i.relname FROM pg_index JOIN pg_class i ON i.oid = indexrelid JOIN pg_am m ON m.oid = i.relam "
            "JOIN pg_attribute a ON a.attrelid = indrelid AND a.attnum = ANY (indkey) WHERE m.amname = 'btree' "
            "AND a.atttypid = 'text'::regtype AND i.relnamespace = 'public'::regnamespace"
        ).all()
    assert (others, long) == ([], [])


def test_no_ledger_and_no_database() -> None:
    empty = new_database()
    with pytest.raises(NoLedger, match=rf"No ledger at postgresql://sayso@/{empty}.*make one with: sayso add FILE"):
        open_ledger(url_of(empty))
    with pytest.raises(NoLedger, match=r"No database at postgresql://sayso@/nowhere.*make one with: createdb NAME"):
        open_ledger(url_of("nowhere"), create=True)


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    with pytest.raises(NoLedger, match=f"No server answers at postgresql:///sayso\\?host={tmp_path} .* check that it runs"):
        open_ledger(f"postgresql:///sayso?host={tmp_path}")
    with pytest.raises(NoLedger, match=r"No server answers at postgresql://rhea@127.0.0.1:1/sayso ") as raised:
        open_ledger("postgresql://rhea:hush@127.0.0.1:1/sayso")
    assert "hush" not in str(raised.value)


def test_a_database_of_something_else_is_left_alone() -> None:
    other = new_database()
    with behind(other) as connection:
        connection.execute("CREATE TABLE birds (name text)")
    for create in (False, True):
        with pytest.raises(NotALedger, match="is a database, but not a ledger of sayso; name another database"):
            open_ledger(url_of(other), create=create)
    latin = new_database(more="ENCODING LATIN1 LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER libc")
    with pytest.raises(NotALedger, match=r"keeps text as LATIN1, .*createdb --encoding UTF8"):
        open_ledger(url_of(latin), create=True)


def test_a_ledger_of_a_newer_sayso() -> None:
    database = new_database(_filled())
    with behind(database) as connection:
        connection.execute(f"UPDATE {VERSION_TABLE} SET version_num = '9000'")
    with pytest.raises(LedgerTooNew, match="ledger version 9000"):
        open_ledger(url_of(database))


def test_an_older_server(monkeypatch: pytest.MonkeyPatch) -> None:
    filled = url_of(_filled())
    monkeypatch.setattr("sayso.ledger.postgres.OLDEST", 99)
    with pytest.raises(LedgerError, match=r"is kept by PostgreSQL 1[5-9]; a ledger needs 99 or newer"):
        open_ledger(filled)


def test_somebody_without_rights() -> None:
    database = new_database(_filled())
    guest = f"guest_{database}"
    on_server(f"CREATE ROLE {guest} LOGIN")
    as_guest = url_of(database).replace("sayso@", f"{guest}@")
    with pytest.raises(LedgerError, match=r"You may not do that in postgresql://guest_.*permission denied.*ask its owner"):
        open_ledger(as_guest)
    with behind(database) as connection:
        connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {guest}")
    with open_ledger(as_guest) as ledger:  # who may read only, reads
        assert ledger.shown(Veils.beside(Path("/nowhere"), Wish.PRISONERS, by="R", face="t")).count().statements == 5
        assert audit(ledger).sound
        with pytest.raises(LedgerError, match="permission denied"):
            ledger.begin(["/news"], at=NOON)
    empty = new_database()
    with pytest.raises(LedgerError, match="permission denied"):
        open_ledger(url_of(empty).replace("sayso@", f"{guest}@"), create=True)


def test_no_connection_is_left() -> None:
    database = new_database(_filled())
    on_server(f"CREATE ROLE few_{database} LOGIN CONNECTION LIMIT 1")
    as_few = url_of(database).replace("sayso@", f"few_{database}@")
    import psycopg

    with psycopg.connect(as_few), pytest.raises(LedgerBusy, match="has no connection left"):
        open_ledger(as_few)


def test_a_server_that_goes_away() -> None:
    database = new_database(_filled())
    with open_ledger(url_of(database)) as ledger:
        with pytest.raises(LedgerError, match="went away"), ledger.store.writing() as writing:
            writing.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
        assert ledger.count().statements == 5  # with a new connection


def test_rows_that_belong_to_nothing_are_named() -> None:
    database = new_database(_filled())
    with behind(database) as connection:
        connection.execute("DELETE FROM readings WHERE id = 2")
    with open_ledger(url_of(database)) as ledger:
        assert "1 rows of statements belong to rows of readings that are not there" in [f.words for f in audit(ledger).faults]


def test_a_table_that_is_gone_is_damage() -> None:
    database = new_database(_filled())
    with behind(database) as connection:
        connection.execute("DROP TABLE marks")
    with open_ledger(url_of(database)) as ledger:
        with pytest.raises(LedgerDamaged, match="is damaged"):
            ledger.page("flood")
        found = audit(ledger)
        assert 'relation "marks" does not exist' in found.faults[0].words
        assert (found.blobs, found.pages, found.sightings) == (2, 2, 2)  # all else is audited


def test_while_somebody_still_sees_it_a_sealed_page_is_not_wiped() -> None:
    database = new_database(_filled())
    with open_ledger(url_of(database), patience=0.5) as ledger:
        with behind(database) as other:
            other.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            other.execute("SELECT 1 FROM pg_class")  # sees all tables as they are now, and holds no lock on ours
            with pytest.raises(LedgerBusy, match="finish with the same command: sayso seal"):
                ledger.seal("flood", by="R", reason="r", at=NOON)
            assert "may lie in the file still" in audit(ledger).faults[0].words
            other.rollback()
        assert ledger.seal(flood()[1].page.id, by="R", reason="r", at=NOON).again
        assert audit(ledger).sound


def test_only_the_owner_wipes() -> None:
    database = new_database(_filled())
    writer = f"writer_{database}"
    on_server(f"CREATE ROLE {writer} LOGIN")
    with behind(database) as connection:
        for what in ("TABLES", "SEQUENCES"):
            connection.execute(f"GRANT ALL ON ALL {what} IN SCHEMA public TO {writer}")
    with open_ledger(url_of(database).replace("sayso@", f"{writer}@")) as ledger:
        with pytest.raises(LedgerError, match=r"was not wiped .*the same command finishes it, given by the owner"):
            ledger.seal("flood", by="R", reason="r", at=NOON)
        assert "may lie in the file still" in audit(ledger).faults[0].words
    with open_ledger(url_of(database)) as ledger:
        ledger.seal(flood()[1].page.id, by="R", reason="r", at=NOON)
        assert audit(ledger).sound


def test_a_password_is_never_told() -> None:
    assert ON_SERVER is not None
    secret = url_of(_filled()).replace("sayso@", "sayso:hush%40hush@") + "&sslmode=disable&password=hush"
    told: list[Callable[[Ledger], object]] = [
        lambda ledger: ledger.name,
        lambda ledger: ledger.path,
        repr,
        lambda ledger: audit(ledger),
    ]
    with open_ledger(secret) as ledger:
        assert "hush" not in " ".join(str(each(ledger)) for each in told)
