# The two commands that matter: `make demo` and `make test`.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
DEMO_DATA := .demo
WEB_FILES := node_modules/.installed

.PHONY: help demo serve test lint format kills score eval bench bench-load bench-peers examples clean

help:  ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

# A stamp file, written last: an install that was interrupted is done again.
$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Plansvar needs Python 3.11 or newer; set PYTHON=python3.11")'
	@test -x "$(BIN)/python" || $(PYTHON) -m venv .venv
	@echo "Installing into .venv (some minutes the first time) …"
	@"$(BIN)/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt torch==2.13.0
	@"$(BIN)/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch "$(INSTALLED)"

demo: $(INSTALLED)  ## Read the example documents in and ask three questions
	@"$(BIN)/python" -m examples.demo --data "$(DEMO_DATA)"

# What the web pages load. The stamp lies inside, so that it goes with what it stands for.
$(WEB_FILES): package.json package-lock.json
	@command -v npm >/dev/null || { echo "The web pages need npm (Debian: apt-get install npm)." >&2; exit 1; }
	@npm ci --omit=dev --no-audit --no-fund --loglevel=error
	@touch "$(WEB_FILES)"

serve: $(INSTALLED) $(WEB_FILES)  ## Answer on http://127.0.0.1:8321, with web pages
	@"$(BIN)/plansvar" serve

lint: $(INSTALLED)  ## Check style, types and imports
	@"$(BIN)/ruff" check .
	@"$(BIN)/ruff" format --check .
	@"$(BIN)/mypy"
	@"$(BIN)/lint-imports"

format: $(INSTALLED)  ## Put the code in order
	@"$(BIN)/ruff" check --fix .
	@"$(BIN)/ruff" format .

test: lint  ## Lint, and all tests
	@"$(BIN)/python" -m pytest -n 2 --dist loadfile --no-loadscope-reorder

kills: $(INSTALLED)  ## Kill 60 syncs at random moments: the suite's test of it with ten times as many
	@KILLS=60 "$(BIN)/python" -m pytest tests/eval/test_kills.py

score: $(INSTALLED)  ## Score the answers to the example questions, each half apart
	@"$(BIN)/plansvar" eval answers

eval: $(INSTALLED)  ## Measure everything in one report, .eval/report.html (long; SETS=folder of the sets, EVERY=10 for a look)
	@"$(BIN)/plansvar" eval all --every "$${EVERY:-1}" $${SETS:+--sets "$$SETS"}

bench-peers: $(INSTALLED)  ## Search side by side with other systems (long; SETS=folder of the sets)
	@test -d .peers || $(PYTHON) -m venv .peers
	@.peers/bin/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	@.peers/bin/python -m pip install --quiet --disable-pip-version-check -r eval/peers/requirements.txt
	@"$(BIN)/python" -m eval.peers.bench "$${SETS:-../shared/data}" --python .peers/bin/python

bench-load: $(INSTALLED)  ## Put a server under load (15 minutes; SECONDS_STEADY=30 for a try)
	@test -d .load || $(PYTHON) -m venv .load
	@.load/bin/python -m pip install --quiet --disable-pip-version-check -r eval/load/requirements.txt
	@"$(BIN)/python" -m eval.load.bench --locust .load/bin/python --seconds "$${SECONDS_STEADY:-600}" --json .load-data.json

bench: $(INSTALLED)  ## Measure speed and memory, side by side with the bare libraries
	@"$(BIN)/python" -m eval.bench

examples: $(INSTALLED)  ## Build the example files from their sources, and check them
	@"$(BIN)/python" -m examples.build examples
	@"$(BIN)/python" -m examples.build examples/blind
	@"$(BIN)/python" -m examples.check examples
	@"$(BIN)/python" -m examples.check examples/blind

clean:  ## Remove what the other targets made
	rm -rf .venv node_modules .demo .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info
