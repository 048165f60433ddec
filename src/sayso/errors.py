"""What can go wrong, as one tree of exceptions.

    SaysoError
    ├── PageUnreadable      the bytes cannot be turned into a page at all
    ├── SourceUnreadable    a file, folder or archive cannot be opened or parsed
    ├── ModelDamaged        the model files are missing or do not match their checksum
    ├── ExtraMissing        a library that an extra brings is not installed
    ├── LedgerError
    │   ├── NoLedger        there is no ledger at the path
    │   ├── NotALedger      the file is something else
    │   │   └── LedgerDamaged   it was a ledger, but cannot be read any more, or does not say what was stored
    │   ├── LedgerTooNew    the ledger was written by a newer sayso
    │   ├── LedgerBusy      another process is writing
    │   ├── NotInLedger     the page, entry or speaker asked for is not there
    │   └── PageSealed      the content of the page was withdrawn for good
    └── UsageError          the request itself makes no sense (a bad date in a filter, say)

Each message says what happened, where, and what to do next. The domain raises; the faces translate.
"""


class SaysoError(Exception):
    """Base of every error that sayso raises on purpose."""


class PageUnreadable(SaysoError):
    """The bytes cannot be turned into a page at all."""


class SourceUnreadable(SaysoError):
    """A file, folder or archive cannot be opened or parsed."""


class ModelDamaged(SaysoError):
    """The model files are missing or do not match their checksum."""


class ExtraMissing(SaysoError):
    """A library is not installed that comes with an extra."""


class LedgerError(SaysoError):
    """Something about a ledger."""


class NoLedger(LedgerError):
    """There is no ledger at the path."""


class NotALedger(LedgerError):
    """The file is something else."""


class LedgerDamaged(NotALedger):
    """It was a ledger, but cannot be read any more, or does not say what was stored."""


class LedgerTooNew(LedgerError):
    """The ledger was written by a newer sayso."""


class LedgerBusy(LedgerError):
    """Another process is writing to the ledger."""


class NotInLedger(LedgerError):
    """The page, entry or speaker asked for is not in the ledger."""


class PageSealed(LedgerError):
    """The content of the page was withdrawn for good; a tombstone says by whom and why."""


class UsageError(SaysoError):
    """The request itself makes no sense."""
