# Two commands do everything: `make demo` and `make test`. Both set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
EDITOR := $(VENV)/editor
BROWSER := $(VENV)/.browser
BENCH := .bench-venv
SECONDS ?= 60
ENGINES ?= duckdb
MILLIONS ?= 1,10
PROCESSES ?= 1
# Tests start hundreds of commands; compiled modules are kept as they are where it is installed.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test check format schemas pages bench soak clean

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

# What editors run, for the tests of what they show; without npm those are skipped. Where no
# registry answers npm would go on asking for a quarter of an hour.
$(EDITOR)/.ready: $(READY)
	mkdir -p $(EDITOR)
	-npm install --silent --no-audit --no-fund --fetch-retries=1 --fetch-timeout=20000 --prefix $(EDITOR) "yaml-language-server@^1.25"
	touch $(EDITOR)/.ready

# A browser for the tests of pages, where it may be installed; without one those are skipped.
$(BROWSER): $(READY)
	-command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get install -y -q chromium fonts-noto-cjk; } >/dev/null 2>&1
	touch $(BROWSER)

test: check $(EDITOR)/.ready $(BROWSER)  ## every check and every test
	$(BIN)/relapse-rules test
	$(BIN)/python -m pytest -q -n auto --dist worksteal

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
	$(BIN)/relapse-rules schema claims > schemas/claims.schema.json
	$(BIN)/relapse-rules schema policy --words zh > schemas/policy.zh.schema.json

pages: $(READY)  ## write the page of each code and the list of words
	$(BIN)/python docs/write_pages.py

soak: $(READY)  ## compare the back ends on generated policies; SECONDS=60 PROCESSES=1 ENGINES=duckdb,spark
	$(BIN)/python tests/conformance/soak.py --seconds $(SECONDS) --processes $(PROCESSES) --engines $(ENGINES)
	$(BIN)/python tests/conformance/planted.py
	$(if $(findstring spark,$(ENGINES)),SPARK_DAYS=all $(BIN)/python -m pytest -q -m java tests/conformance/test_warehouse_agrees.py)

bench: $(READY)  ## measure against peers and write docs/benchmarks.md; MILLIONS=1,10,100,200
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BENCH)/bin/python -m pip install --quiet --editable . --group bench
	BENCH_MILLIONS=$(MILLIONS) $(BENCH)/bin/python -m benchmarks.run

clean:  ## remove what was set up
	rm -rf $(VENV) $(BENCH) .mypy_cache .ruff_cache .pytest_cache .hypothesis
