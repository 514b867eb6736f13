# Two commands do everything: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
LOCK := --universal --generate-hashes --quiet --no-annotate --no-header
SBOM := build/sbom.json

.DEFAULT_GOAL := help
.PHONY: help run test everything install check format bench faults lock sbom clean

help:            ## what you can do here
	@grep -hE '^[a-z]+: .*##|^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: install     ## the bot; without Slack tokens in .env, the playground in the browser
	$(BIN)/tend run

test: install    ## every test but those that take long
	$(BIN)/python -m pytest

everything: install ## those, too: faults in full, the browser, every function beside a twin workspace
	$(BIN)/python -m pytest -m ""

install: $(STAMP) ## a virtual environment with everything in it

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tend needs Python 3.11 or newer; try: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

check: install   ## lint, types, the law of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n 0 tests/test_import_law.py

format: install  ## let ruff lay the code out
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install   ## measure speed; prints a table, writes bench.json
	$(BIN)/python -m tests.bench

faults: install  ## cause every fault for real; prints a table, writes faults.json
	$(BIN)/python -m tests.faults

lock: install    ## resolve requirements.lock anew, and .deploy/requirements.lock: what runs, without the tools
	$(BIN)/uv pip compile pyproject.toml --extra dev $(LOCK) --upgrade --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml --constraint requirements.lock $(LOCK) --upgrade --output-file .deploy/requirements.lock

sbom: install    ## a bill of materials of what runs: CycloneDX, in build/sbom.json
	mkdir -p $(dir $(SBOM))
	$(BIN)/python -W ignore::UserWarning -m cyclonedx_py requirements .deploy/requirements.lock --pyproject pyproject.toml \
	  --mc-type application --output-reproducible --output-format JSON --output-file $(SBOM)

clean:           ## remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis build *.egg-info
