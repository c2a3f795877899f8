# Works on a machine that has only Python 3.11 or newer, make and git; paths may hold spaces.
# `make` alone lists what there is.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help try install test test-long coverage bench check lint contracts types docs format lock upgrade clean

VENV := .venv
PY := $(VENV)/bin/python
RUN := $(VENV)/.run
DEV := $(VENV)/.dev
LIVE := $(VENV)/.live
BENCH := $(VENV)/.bench
PIP := $(PY) -m pip --disable-pip-version-check
# A lock file holds all that its lines need: nothing is left to find out.
INSTALL := $(PIP) install -qq --require-hashes --no-deps
UV := $(PY) -m uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock"
# A file's tests stay together and in order, so a run repeats itself. Three workers fill two cores:
# tests that start processes wait for them.
WORKERS ?= 3
PARALLEL := -n $(WORKERS) --dist loadfile --no-loadscope-reorder --max-worker-restart=0
# Tests start the program a few hundred times, in an environment in which nothing is written: it
# would compile each time what is newer than its compiled file.
COMPILE := $(PY) -m compileall -q bot cogs storage
unexport PYTHONDONTWRITEBYTECODE
# Which interpreter makes .venv; empty: the first that is new enough.
PYTHON ?=
# Passed on: make test ARGS="-k streak", make try ARGS="--help".
ARGS ?=

help:
	@echo 'make try        chat with the bot in this terminal; no token, no server'
	@echo 'make install    what hearth run needs for Telegram, Discord and PostgreSQL'
	@echo 'make test       every check: lint, contracts, types, tests (what CI runs)'
	@echo 'make test-long  kill -9, months of simulated days, floods'
	@echo 'make coverage   branches of ledger, inbox, outbox, permissions, schedule'
	@echo 'make bench      ratios of speed, also written to bench.json'
	@echo 'make check      the quick part of make test: lint, contracts, types, docs'
	@echo 'make format     put the code into its form'
	@echo 'make lock       write the lock files after a change in pyproject.toml'
	@echo 'make upgrade    the same, with the newest versions that fit'
	@echo 'make clean      remove .venv and everything that can be made again'

try: $(RUN)
	@$(PY) -m bot try $(ARGS)

install: $(LIVE)
	@echo 'Ready: $(VENV)/bin/hearth'

# Types are checked beside the tests, and told behind them.
test: lint contracts
	@$(COMPILE) tests
	@$(PY) -m mypy >$(VENV)/types.txt 2>&1 & types=$$!; \
	$(PY) -m pytest $(PARALLEL) $(ARGS); tests=$$?; \
	wait $$types; types=$$?; cat $(VENV)/types.txt; exit $$((tests ? tests : types))

test-long: $(DEV)
	@$(COMPILE) tests
	$(PY) -m pytest -m long --hypothesis-profile=long -o faulthandler_timeout=1800 $(PARALLEL) $(ARGS)

coverage: $(DEV)
	$(PY) -m coverage run -m pytest -q $(ARGS)
	$(PY) -m coverage report

bench: $(BENCH)
	@$(PY) -m benchmarks $(ARGS)

check: lint contracts types docs

lint: $(DEV)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

contracts: $(DEV)
	@$(VENV)/bin/lint-imports --no-logo >$(VENV)/contracts.txt 2>&1 || { cat $(VENV)/contracts.txt; exit 1; }
	@tail -n 2 $(VENV)/contracts.txt

types: $(DEV)
	$(PY) -m mypy

docs: $(DEV)
	$(PY) -m pytest -q tests/test_docs.py

format: $(DEV)
	$(PY) -m ruff check --fix-only --exit-zero .
	$(PY) -m ruff format .

lock: $(DEV)
	$(UV) --extra build pyproject.toml -o requirements.lock
	$(UV) --extra build --extra telegram --extra discord --extra postgres --extra cards -c requirements.lock pyproject.toml -o requirements-live.lock
	$(UV) --extra build --extra dev -c requirements-live.lock pyproject.toml -o requirements-dev.lock
	$(UV) --extra build --extra cards --extra bench -c requirements-dev.lock pyproject.toml -o requirements-bench.lock

upgrade: UV += --upgrade
upgrade: lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find bot cogs storage tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment whose interpreter went away is made anew; a half-made one leaves no stamp.
GONE := $(shell test -x $(PY) || rm -f $(RUN) $(LIVE) $(DEV) $(BENCH))

$(PY):
	@for python in $(PYTHON) python3.11 python3.12 python3.13 python3 python; do \
		if "$$python" -c 'import ensurepip, sqlite3, ssl, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
		then echo "Preparing $(VENV) with $$("$$python" --version)"; rm -rf $(VENV); exec "$$python" -m venv $(VENV); fi; \
	done; \
	echo 'Hearth needs Python 3.11 or newer with venv and sqlite3.' >&2; \
	echo 'Debian, Ubuntu: apt install python3 python3-venv. macOS: brew install python.' >&2; \
	echo 'Or name one: make $(MAKECMDGOALS) PYTHON=/path/to/python3' >&2; exit 1

$(RUN): $(PY) requirements.lock pyproject.toml
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	@$(INSTALL) -r requirements.lock
	@$(PIP) install -qq --no-deps --no-build-isolation --editable .
	@$(COMPILE)
	@touch $@

$(LIVE): $(RUN) requirements-live.lock
	@$(INSTALL) -r requirements-live.lock
	@touch $@

$(DEV): $(RUN) requirements-dev.lock
	@$(INSTALL) -r requirements-dev.lock
	@touch $@

$(BENCH): $(RUN) requirements-bench.lock
	@$(INSTALL) -r requirements-bench.lock
	@touch $@
