"""The ledger's tables, and what identity means in each.

    runs        one use of ``sayso add``: its targets, and when it began; ``run_ends`` says that it came to its end
    blobs       archived bytes by their SHA-256, packed; the digest is over the bytes as they were seen
    sightings   when, where and how the bytes were seen: one a run and place
    pages       (blob, part, extractor version) -> one canonical text, its digest, blocks and metadata as first seen
    readings    (page, model version, rules version); the current one is the newest, older ones stay
    statements  the entries of a reading; ``entry`` is the digest of (text digest, type, spans), so it outlives the reading
    figures     the numbers that a reading finds; ``entry`` is made of (text digest, type, span) as well
    marks       the words by which it says how far something is established
    fetches     what came of each address that was asked for; the bytes as they were sent lie in the archive beside the ledger
    links       the hash chain of each page, over the digests of its record, sightings, fetches, readings and seal
    seals       tombstones of pages whose content is withdrawn; ``wipes`` says that the file was written anew after that
    decisions   what people decided about links: these two are one, these two are not, or take a decision back

Rows are only ever added: triggers refuse UPDATE and DELETE on every table here, but for the rows of a page that has a seal. Row
numbers are for joining alone; everything that leaves the ledger is named by digests. Runs and wipes are bookkeeping, by which
what was broken off is taken up again; all else is evidence, and digests cover it. ``search`` keeps its tables, which can be
made again at any time, apart from these.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

HEAD = "0006"
"""The newest migration: what a ledger must be at before it is used. Migrations are numbered in order."""

VERSION_TABLE = "sayso_ledger"
"""Where a ledger says which migration it is at; also how a file is known to be a ledger."""

metadata = MetaData()

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("targets_digest", String(64), nullable=False, index=True),
    Column("targets", Text, nullable=False),  # for people: the first target, and how many more
    Column("began_at", String(40), nullable=False),
)

run_ends = Table(
    "run_ends",
    metadata,
    Column("run_id", ForeignKey("runs.id"), primary_key=True),
    Column("ended_at", String(40), nullable=False),
)

blobs = Table(
    "blobs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("size", Integer, nullable=False),
    Column("packing", String(8), nullable=False),  # "zlib", or "none" where packing would not make it smaller
    Column("data", LargeBinary, nullable=False),
)

sightings = Table(
    "sightings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("blob_id", ForeignKey("blobs.id"), nullable=False, index=True),
    Column("run_id", ForeignKey("runs.id"), nullable=False),
    Column("seen_at", String(40), nullable=False),
    Column("seen", Text, nullable=False),  # a path, a path and line or record, a URL, or "-"
    Column("how", String(16), nullable=False),  # "file", "archive", "saved page", "web" or "standard input"
    Column("kind", String(16), nullable=False),  # the form of the bytes: html, plain, record, binary
    Column("name", Text, nullable=False),
    Column("url", Text),
    Column("outlet", Text),
    Column("trouble", Text),
    UniqueConstraint("run_id", "blob_id", "seen"),
)

pages = Table(
    "pages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),  # Page.id
    Column("blob_id", ForeignKey("blobs.id"), nullable=False, index=True),
    Column("seen", Text, nullable=False),  # where the bytes were seen that its metadata were read with
    Column("part", Text),
    Column("extractor", String(40), nullable=False),
    Column("state", String(16), nullable=False),
    Column("note", Text),
    Column("name", Text, nullable=False, index=True),
    Column("url", Text, index=True),
    Column("outlet", Text, index=True),
    Column("headline", Text),
    Column("authors", Text, nullable=False),  # JSON: ["…"]
    Column("published", String(40), index=True),
    Column("modified", String(40)),
    Column("dates", Text, nullable=False),  # JSON: [[what, value, evidence, words]]
    Column("language", String(16)),
    Column("section", Text),
    Column("blocks", Text, nullable=False),  # JSON: [[start, end, role, author, time]]
    Column("words", Integer, nullable=False),
    Column("text_digest", String(64), nullable=False),
    Column("text", Text, nullable=False),
)

readings = Table(
    "readings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("page_id", ForeignKey("pages.id"), nullable=False),
    Column("model", String(80), nullable=False),
    Column("rules", String(40), nullable=False),
    Column("read_at", String(40), nullable=False),
    UniqueConstraint("page_id", "model", "rules"),
)

statements = Table(
    "statements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reading_id", ForeignKey("readings.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("entry", String(64), nullable=False, index=True),
    Column("name", String(16), nullable=False),  # s1, s2, …: in this reading only
    Column("kind", String(16), nullable=False),
    Column("stance", String(16), nullable=False),
    Column("speaker", Text, index=True),
    Column("speaker_kind", String(16)),
    Column("speaker_role", Text),
    Column("because", Text, nullable=False),
    Column("speaker_start", Integer),
    Column("speaker_end", Integer),
    Column("within", String(64)),  # the entry in whose content this one stands
    Column("confidence", Float, nullable=False),
    Column("source", Text, nullable=False),  # JSON: [[start, end, words]], and so for cue and content
    Column("cue", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("digest", String(64), nullable=False),  # over all of the above, and the circumstances where there are any
    Column("circumstances", Text),  # JSON: when, through what, in translation, places, each with its words; NULL for none
    UniqueConstraint("reading_id", "position"),
)

figures = Table(
    "figures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reading_id", ForeignKey("readings.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("entry", String(64), nullable=False, index=True),
    Column("name", String(16), nullable=False),  # f1, f2, …: in this reading only
    Column("printed", Text, nullable=False),  # JSON: [[start, end, words]], and so for counts, event, who and blamed
    Column("low", Float),
    Column("high", Float),
    Column("bound", String(16), nullable=False),
    Column("counts", Text, nullable=False),
    Column("sort", String(16), nullable=False, index=True),
    Column("event", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("blamed", Text, nullable=False),
    Column("as_of", Text),  # JSON: [[start, end, words], value, precision, opens], and so for period
    Column("period", Text),
    Column("place", Text),  # JSON: [[start, end, words], what it means or null, candidates, because]
    Column("part_of", String(64)),  # the entry of another figure, and so for replaces
    Column("replaces", String(64)),
    Column("holder", String(64)),  # the entry of a statement; NULL for the page's own voice
    Column("digest", String(64), nullable=False),  # over all of the above
    UniqueConstraint("reading_id", "position"),
)

marks = Table(
    "marks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reading_id", ForeignKey("readings.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("entry", String(64), nullable=False, index=True),
    Column("name", String(16), nullable=False),  # m1, m2, …: in this reading only
    Column("words", Text, nullable=False),  # JSON: [[start, end, words]]
    Column("status", String(16), nullable=False),
    Column("about", Text, nullable=False),  # JSON: entries of statements and figures, "outlet" for the page's own voice
    Column("holder", String(64)),  # the entry of a statement; NULL for the page's own voice
    Column("by", Text, nullable=False),  # JSON: [[start, end, words]]
    Column("digest", String(64), nullable=False),  # over all of the above
    UniqueConstraint("reading_id", "position"),
)

fetches = Table(
    "fetches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", ForeignKey("runs.id"), nullable=False, index=True),
    Column("blob_id", ForeignKey("blobs.id"), index=True),  # what came; when nothing did, what came from there the last time
    Column("asked", Text, nullable=False, index=True),
    Column("url", Text, nullable=False, index=True),  # where the redirects led in the end
    Column("fetched_at", String(40), nullable=False),
    Column("outcome", String(16), nullable=False),  # got, unchanged, failed
    Column("status", Integer),
    Column("redirects", Text, nullable=False),  # JSON: [[status, the address that sent it]]
    Column("etag", Text),
    Column("last_modified", Text),
    Column("content_type", Text),
    Column("address", Text),  # the IP address that answered
    Column("failure", String(16)),
    Column("trouble", Text),
    Column("file", Text),  # the WARC file in the archive
    Column("record", String(80), index=True),  # the id of the record of the last answer, and where it lies in the file
    Column("begins", BigInteger),
    Column("length", BigInteger),
    Column("payload", String(80), index=True),  # digest of that answer's body as it was sent
    Column("records", Text, nullable=False),  # JSON: [[id, type, offset, length, digest]] of all records of this fetch
    Column("digest", String(64), nullable=False),  # over all of the above
)

links = Table(
    "links",
    metadata,
    Column("page_id", ForeignKey("pages.id"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("what", String(16), nullable=False),  # page, sighting, fetch, reading, seal
    Column("row", Integer, nullable=False),  # the row of that table
    Column("subject", String(64), nullable=False),  # digest of what that row says
    Column("digest", String(64), nullable=False),  # digest of (the link before, what, subject)
)

seals = Table(
    "seals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("page_id", ForeignKey("pages.id"), nullable=False, unique=True),
    Column("page", String(64), nullable=False),  # Page.id
    Column("blob", String(64), nullable=False, index=True),
    Column("text_digest", String(64), nullable=False, index=True),
    Column("before", String(64), nullable=False),  # digest over the links before it, whose rows are gone
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("sealed_at", String(40), nullable=False),
)

wipes = Table(
    "wipes",
    metadata,
    Column("seal_id", ForeignKey("seals.id"), primary_key=True),
    Column("wiped_at", String(40), nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("about", String(16), nullable=False),  # people, copies, dossiers
    Column("verdict", String(8), nullable=False),  # join, split, undo
    Column("one", Text, nullable=False),  # a speaker, a page's id, an entry; for undo the digest of the decision taken back
    Column("other", Text, nullable=False),  # the same of the other end; empty for undo
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_at", String(40), nullable=False),
    Column("digest", String(64), nullable=False),  # over the decision before and all of the above
)

EVIDENCE = (
    runs,
    run_ends,
    blobs,
    sightings,
    pages,
    readings,
    statements,
    figures,
    marks,
    fetches,
    links,
    seals,
    wipes,
    decisions,
)
"""The tables to which rows are only added."""
