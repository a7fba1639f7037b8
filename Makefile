# Each target carries its help text; `make help` prints them.
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 5000
BIN := .venv/bin
UV_VERSION := 0.13.9
PDF_LIBRARIES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
TEST_PACKAGES := chromium libatomic1 poppler-utils qpdf postgresql
CATALOGUE := stirrup/translations
EXTRACT := $(BIN)/pybabel -q extract -F pyproject.toml -k _l -k N_ --no-location --sort-output
CATALOGUE_FORM := --no-fuzzy-matching --ignore-obsolete --no-wrap
export FLASK_APP := wsgi
export PORT

.DEFAULT_GOAL := help
.PHONY: help run test check test-long fix demo night translations doctor lock \
  debian-pdf debian-test extract format lint types imports templates catalogue figures release-check

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort | expand -t 16

run: .venv/ready debian-pdf translations ## set up, migrate, load the demo if empty, match tonight, serve
	@$(BIN)/flask prepare
	@exec $(BIN)/flask serve

test: .venv/tools debian-pdf debian-test translations ## run the whole suite on both databases
	$(BIN)/python -m pytest -n auto --dist worksteal

check: .venv/tools format lint types imports templates catalogue figures test ## everything that must be green

test-long: .venv/tools debian-pdf debian-test translations ## long campaigns: kills, races, large territories
	$(BIN)/python -m pytest -s tests/long

fix: .venv/tools ## repair what tools can repair
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

demo: .venv/ready ## load the demonstration territory into an empty database
	$(BIN)/flask db upgrade
	$(BIN)/flask demo

night: .venv/ready ## run tonight's matching by hand
	$(BIN)/flask night

doctor: .venv/ready ## say what is missing on this machine, with the line that repairs it
	$(BIN)/python -m stirrup.documents.engine

format: .venv/tools
	$(BIN)/ruff format --check .

lint: .venv/tools
	$(BIN)/ruff check .

types: .venv/tools
	$(BIN)/mypy

imports: .venv/tools
	$(BIN)/lint-imports

templates: .venv/tools
	$(BIN)/djlint --quiet --lint templates

figures: .venv/ready ## say which figures of the law were last checked more than a year ago
	@$(BIN)/python -m stirrup.benefits.freshness --on $$(date +%F)

release-check: check ## what must be green to release: no figure of the law left unchecked for a year
	@$(BIN)/python -m stirrup.benefits.freshness --strict --on $$(date +%F)

catalogue: .venv/tools ## fail on a sentence without its French
	$(BIN)/python -m pytest -q tests/repository/test_translations.py

extract: .venv/tools ## bring new sentences into the French catalogue, to be translated
	$(EXTRACT) -o $(CATALOGUE)/messages.pot stirrup scheduler templates
	$(BIN)/pybabel -q update -i $(CATALOGUE)/messages.pot -d $(CATALOGUE) -l fr $(CATALOGUE_FORM)

translations: .venv/ready ## compile the French catalogue
	@$(BIN)/pybabel -q compile -d $(CATALOGUE) --statistics

lock: .venv/tools ## resolve the dependencies again and export the two locks
	$(BIN)/uv lock
	$(BIN)/uv export --frozen --no-emit-project --no-header --extra postgres --no-default-groups -q -o requirements.lock
	$(BIN)/uv export --frozen --no-emit-project --no-header --all-extras --all-groups -q -o requirements-dev.lock

.venv/bin/uv:
	@echo "Preparing the Python environment in .venv ..."
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is missing. On Debian: sudo apt-get install -y python3-venv"; exit 1; }
	@$(BIN)/pip install -q uv==$(UV_VERSION)

.venv/ready: .venv/bin/uv requirements.lock
	@echo "Installing the dependencies (about a minute the first time) ..."
	@test -e .venv/tools || $(BIN)/uv pip sync -q --require-hashes requirements.lock
	@touch $@

.venv/tools: .venv/bin/uv requirements-dev.lock
	@echo "Installing the dependencies and the test tools ..."
	@$(BIN)/uv pip sync -q --require-hashes requirements-dev.lock
	@touch $@ .venv/ready

debian-pdf:
	@sh .ci/install-debian-packages "PDF documents" $(PDF_LIBRARIES)

debian-test:
	@sh .ci/install-debian-packages "the tests" $(TEST_PACKAGES)
