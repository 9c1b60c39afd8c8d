# Online Chat. Plain `make` says what there is; every target does its own set-up first and skips what is done.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
SHELL := /bin/bash

BIN := .venv/bin
FRONTEND := sidecar/frontend
PYTHON_CODE := sidecar tests php-module
TESTS ?= tests
BENCH ?=

MACHINE := .var/machine
VENV := .venv/installed
NODE_MODULES := $(FRONTEND)/node_modules/.package-lock.json
STATIC := $(FRONTEND)/static/loader.js
SCRIPTS := $(shell find $(FRONTEND) -path '*/node_modules' -prune -o -path '*/static' -prune -o \
	-path '*/tests' -prune -o -type f \( -name '*.ts' -o -name '*.css' -o -name '*.mjs' \) -print)

.PHONY: help
help: ## this list
	@echo 'Online Chat: make TARGET'
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

.PHONY: demo
demo: $(MACHINE) $(VENV) $(STATIC) ## a shop with the chat on this machine; DEMO_VISITOR=1: with a scripted customer
	@$(BIN)/python -m tests.stack.demo

.PHONY: test
test: $(MACHINE) $(VENV) $(STATIC) ## all tests; TESTS=tests/shop for some of them
	@$(BIN)/python -m pytest $(TESTS)

.PHONY: lint
lint: $(MACHINE) $(VENV) $(NODE_MODULES) ## what a machine can say about the code without running it
	$(BIN)/ruff check --quiet $(PYTHON_CODE)
	$(BIN)/ruff format --quiet --check $(PYTHON_CODE)
	$(BIN)/mypy
	@said=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$said"; exit 1; }
	$(FRONTEND)/node_modules/.bin/tsc --project $(FRONTEND)
	$(BIN)/python -m sidecar.protocol.generate --check
	php tests/php/check_syntax.php
	$(BIN)/python -m tests.lint.dialect
	$(BIN)/python -m tests.lint.texts
	$(BIN)/python -m tests.lint.tidy

.PHONY: format
format: $(VENV) ## lay out the Python code, update the catalogues
	$(BIN)/ruff check --quiet --fix-only $(PYTHON_CODE)
	$(BIN)/ruff format $(PYTHON_CODE)
	$(BIN)/python -m tests.lint.texts --update

.PHONY: bench
bench: $(MACHINE) $(VENV) $(STATIC) ## speed and memory against their budgets; BENCH=routing for one of them
	@$(BIN)/python -m tests.bench $(BENCH)

.PHONY: zip
zip: ## onlinechat.zip, the module that a shop takes
	@python3 php-module/build_zip.py onlinechat.zip

.PHONY: wheel
wheel: $(VENV) $(STATIC) ## dist/onlinechat-….whl, the sidecar that a server takes
	@rm -rf build
	@$(BIN)/pip wheel -qq --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist

.PHONY: protocol
protocol: $(VENV) ## write what is generated from sidecar/protocol
	$(BIN)/python -m sidecar.protocol.generate

.PHONY: frontend
frontend: $(STATIC) ## build the browser code

.PHONY: clean
clean: ## remove everything that make made
	rm -rf .venv .var build dist onlinechat.egg-info onlinechat.zip $(FRONTEND)/node_modules $(FRONTEND)/static \
		tests/bench/relays/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(MACHINE): .ci/debian
	@.ci/debian
	@mkdir -p $(@D) && touch $@

# The build tool comes first, pinned like the rest: then the package itself is installed without fetching another one.
$(VENV): pyproject.toml setup.cfg constraints.txt | $(MACHINE)
	@echo 'Installing Python packages into .venv'
	@test -x $(BIN)/python || python3 -m venv .venv
	@$(BIN)/pip install -qq --disable-pip-version-check --constraint constraints.txt setuptools
	@$(BIN)/pip install -qq --disable-pip-version-check --constraint constraints.txt --no-build-isolation \
		--editable '.[dev,scale]'
	@touch $@

$(NODE_MODULES): $(FRONTEND)/package-lock.json $(FRONTEND)/package.json | $(MACHINE)
	@echo 'Installing npm packages into $(FRONTEND)/node_modules'
	@npm --prefix $(FRONTEND) ci --loglevel=error --no-audit --no-fund
	@touch $@

$(STATIC): $(SCRIPTS) $(NODE_MODULES)
	@npm --prefix $(FRONTEND) run --silent build
	@touch $@
