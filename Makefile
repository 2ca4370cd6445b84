# The two commands are `make demo` and `make test`; `make help` lists the rest.
# The system's own Python where it will do: built with profiles of its use, it takes nine tenths of the time of one that
# was compiled on the spot.
PYTHON ?= $(shell /usr/bin/python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo /usr/bin/python3 || echo python3)
PY := .venv/bin/python
TABLET := apps/field/tablet
SERVE ?= 1
HTTPS ?= 0
PORT ?= 8000
SCHEDULES ?= 10000
SEED ?= 1

.PHONY: help demo test test-all bench bench-tablet faults lint format lock tablet words needs clean

help:
	@echo "make demo     everything up to the plenary's workbook, then serve (SERVE=0: do not serve; HTTPS=1: for real tablets)"
	@echo "make test     lint, types and every suite, on SQLite and PostgreSQL and in the browser"
	@echo "make bench    each figure beside its floor"
	@echo "make bench-tablet  the same for the tablet, in Chromium"
	@echo "make faults   the fault simulator: 10,000 schedules a database, then each planted bug"
	@echo "make tablet   build the tablet app      make words   compile translations"
	@echo "make format   format the code           make lock    resolve the dependencies again"

# -- the environment ------------------------------------------------------------------------------------------------
.venv/ready: requirements.lock
	@echo "Python environment: about a minute, mostly downloads"
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "kpfield needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")'
	@$(PYTHON) -m venv .venv >/dev/null 2>&1 || $(PYTHON) -m venv --without-pip .venv || \
		(command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv .venv)
	@[ -x .venv/bin/pip ] || $(PYTHON) -m pip --python $(PY) install -q pip
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(TABLET)/node_modules/ready: .venv/ready $(TABLET)/package-lock.json
	@echo "Tablet packages"
	@cd $(TABLET) && PYTHONPATH=../../.. ../../../$(PY) -m tools.node npm ci --silent --no-audit --no-fund
	@touch $@

apps/field/static/field/ready: $(TABLET)/node_modules/ready $(shell find $(TABLET)/src $(TABLET)/index.html $(TABLET)/public $(TABLET)/vite.config.ts -type f 2>/dev/null)
	@echo "Tablet app"
	@cd $(TABLET) && PYTHONPATH=../../.. ../../../$(PY) -m tools.node npm run --silent build
	@touch $@

tablet: apps/field/static/field/ready

words: .venv/ready
	@$(PY) -m tools.words

# What a test needs and a package registry has; elsewhere the tests say what they leave out.
needs:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		missing=""; \
		[ -x /usr/bin/chromium ] || missing="$$missing chromium"; \
		[ -x /usr/bin/chromium-headless-shell ] || missing="$$missing chromium-headless-shell"; \
		ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$$missing postgresql"; \
		[ -z "$$missing" ] || { echo "Debian packages:$$missing"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; }; \
	fi

# -- the two commands -----------------------------------------------------------------------------------------------
demo: .venv/ready tablet words
	@$(PY) -m tools.demonstrate --serve=$(SERVE) --https=$(HTTPS) --port=$(PORT)

test: .venv/ready needs tablet words
	@$(PY) -m tools.everything

test-all: .venv/ready needs tablet words
	@EVERYTHING=1 $(PY) -m tools.everything

bench: .venv/ready needs tablet words
	@$(PY) -m bench

bench-tablet: .venv/ready needs tablet words
	@$(PY) -m bench.tablet

# Each line of figures ends with what was lost, doubled and left unexplained. SEED=… tries other schedules.
faults: .venv/ready needs tablet words
	@$(PY) -m tests.faults --schedules $(SCHEDULES) --seed $(SEED) --database sqlite
	@$(PY) -m tests.faults --schedules $(SCHEDULES) --seed $(SEED) --database postgresql
	@for plant in $$($(PY) -m tests.faults --plant list); do \
		$(PY) -m tests.faults --plant $$plant --schedules 500 --seed $(SEED) | grep "^plant" || { echo "$$plant was not found"; exit 1; }; \
	done

# -- by the way -----------------------------------------------------------------------------------------------------
lint: .venv/ready
	@$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy

format: .venv/ready
	@$(PY) -m ruff check --fix . ; $(PY) -m ruff format .

# Needs uv; the lock holds hashes and no addresses, so plain pip can take it.
lock:
	uv pip compile pyproject.toml --group pyproject.toml:build --group pyproject.toml:test --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header -o requirements.lock

clean:
	rm -rf .venv var out static apps/field/static/field $(TABLET)/node_modules bench/latest*.json
