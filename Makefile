# Two commands do everything: `make demo` and `make test`. Both set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BENCH := .bench-venv
SECONDS ?= 60

.PHONY: help demo test check format schemas bench soak clean

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $(READY)

demo: $(READY)  ## decide the articles' households and a village ledger
	$(BIN)/python examples/demo.py

test: check  ## every check and every test
	$(BIN)/relapse-rules test
	$(BIN)/python -m pytest -q -n auto

check: $(READY)  ## format, lint and types
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy

format: $(READY)  ## rewrite the files in the one format
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .

schemas: $(READY)  ## write the schemas from the document models and the facts
	$(BIN)/relapse-rules schema policy > schemas/policy.schema.json
	$(BIN)/relapse-rules schema household cn/national > schemas/household.schema.json
	$(BIN)/relapse-rules schema cases > schemas/cases.schema.json

soak: $(READY)  ## compare the back ends on generated policies; SECONDS=60
	$(BIN)/python tests/conformance/soak.py --seconds $(SECONDS)

bench: $(READY)  ## measure against peers and write docs/benchmarks.md
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BENCH)/bin/python -m pip install --quiet --editable . --group bench
	$(BENCH)/bin/python -m benchmarks.run

clean:  ## remove what was set up
	rm -rf $(VENV) $(BENCH) .mypy_cache .ruff_cache .pytest_cache .hypothesis
