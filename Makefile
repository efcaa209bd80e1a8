# `make help` lists what there is. Everything is installed below this folder (.tools, .venv).

PYTHON ?= python3
JOBS ?= auto
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

UV := .tools/bin/uv
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never
INSTALL := $(UV) pip install --quiet --python $(BIN)/python --require-hashes
LOCK := $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)
GROUPS := setup build test lint docs bench mutation fuzz

.PHONY: help setup run test lint format docs bench mutation fuzz schemas lock clean

help:  ## Say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

setup: .venv/.dev  ## Install all that working on XReason needs, into .venv

run: .venv/.run  ## Decide the documented cases in examples/ and print the proof of a violation
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh examples/run.sh

test: lint docs  ## Everything that must hold: lint, types, architecture, docs, doctests, tests
	$(BIN)/python -m pytest -n $(JOBS)

lint: .venv/.dev  ## Style, types, import contracts, unused or undeclared dependencies
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	PYTHONPATH=src $(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/deptry src

format: .venv/.dev  ## Put the code in its one format, and mend what can be mended by rule
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: .venv/.dev  ## Build the documentation into docs/_build; a warning is an error
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going -b html docs docs/_build

bench: .venv/.dev  ## Compare speed with what else a user would pick, as ratios
	$(BIN)/python -m bench

mutation: .venv/.mutation  ## Mutate cel and reasoning, print the score; SAMPLE=400 or ONLY=cel.parser for a part
	$(BIN)/python -m tests.mutation $(ONLY) $(if $(SAMPLE),--sample $(SAMPLE))

fuzz: .venv/.fuzz  ## Fuzz the loaders; SECONDS_EACH=60 bounds each target
	$(BIN)/python -m tests.fuzz.fuzz_loaders $(or $(SECONDS_EACH),60)

schemas: .venv/.run  ## Write anew what is generated: JSON Schemas, command pages, transcripts
	$(BIN)/xreason schema ruleset --output docs/schemas/ruleset.schema.json
	$(BIN)/xreason schema verdict --output docs/schemas/verdict.schema.json
	$(BIN)/python -m docs.build_cli
	$(BIN)/python -m docs.build_transcripts

lock: $(UV)  ## Resolve the dependencies anew; UPGRADE=1 takes the newest versions
	$(LOCK) pyproject.toml --output-file requirements/run.txt
	@set -e; seen="--constraint requirements/run.txt"; \
	for group in $(GROUPS); do \
		echo "$$group"; \
		$(LOCK) $$seen --group pyproject.toml:$$group --output-file requirements/$$group.txt; \
		seen="$$seen --constraint requirements/$$group.txt"; \
	done

clean:  ## Remove everything that was made or installed here
	rm -rf .tools .venv build dist docs/_build mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# uv goes into a folder of its own, so that neither a system-managed Python nor a missing
# `venv` module stands in the way.
$(UV): requirements/setup.txt
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
		--target .tools --upgrade --require-hashes -r requirements/setup.txt
	@touch $@

.venv/bin/python: | $(UV)
	$(UV) venv --quiet --python $(PYTHON) .venv

.venv/.run: requirements/run.txt requirements/build.txt pyproject.toml | .venv/bin/python $(UV)
	$(INSTALL) -r requirements/run.txt -r requirements/build.txt
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

DEV := requirements/test.txt requirements/lint.txt requirements/docs.txt requirements/bench.txt
.venv/.dev: $(DEV) .venv/.run
	$(INSTALL) $(DEV:%=-r %)
	@touch $@

.venv/.mutation .venv/.fuzz: .venv/.%: requirements/%.txt .venv/.dev
	$(INSTALL) -r $<
	@touch $@
