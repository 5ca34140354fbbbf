# Mesa. `make run` starts it, `make help` tells the rest.
# Needs Python 3.11 or later and make; all else comes from requirements/ and package-lock.json.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r
QUIETLY := $(BIN)/python -W ignore:XDG_RUNTIME_DIR
NPM := $(BIN)/npm ci --ignore-scripts --no-progress --loglevel=error
LOCK := pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
  --no-header --no-emit-index-url --no-annotate
FONTS := node_modules/@fontsource-variable
HEADER := Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By
CATALOGUES := $(wildcard translations/*/LC_MESSAGES/*.po)

# Several hundred processes of a test run would each compile what one can keep for all.
unexport PYTHONDONTWRITEBYTECODE

.DELETE_ON_ERROR:
.NOTPARALLEL:
.SUFFIXES:
.PHONY: run test pictures check bench bench-short bench-curves cluster venv front translations permissions messages lock clean help

run: venv front translations  ## start Mesa with its demo panel; PORT and PANEL_* are honoured
	@exec env PANEL_DEMO=1 $(BIN)/python -m panel serve

test: .venv/.dev node_modules/.dev front translations  ## every test; TESTS="-k word" picks some
	@alone=0; $(BIN)/python -m pytest -q -m alone $(TESTS) || alone=$$?; \
	$(BIN)/python -m pytest -n 3 --dist loadgroup -m 'not alone' $(TESTS) && \
	[ $$alone -eq 0 -o $$alone -eq 5 ]  # 5: TESTS picks none of these

pictures: .venv/.dev node_modules/.dev front translations  ## hang up every screen, whole, in .build/screens
	@PICTURES=taken $(BIN)/python -m pytest -q $(wildcard tests/journeys/test_*screens.py)

check: .venv/.dev node_modules/.dev front translations  ## all that can be checked without running it
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/node node_modules/typescript/bin/tsc
	$(QUIETLY) -m tools.migrations
	$(BIN)/python -m pytest -q tests/conventions

bench: .venv/.dev node_modules/.dev front translations  ## print how fast it is, beside its baselines
	@$(QUIETLY) -m tests.load

bench-short: .venv/.dev node_modules/.dev front translations  ## a little of every figure, to see that all can be taken
	@$(QUIETLY) -m tests.load --short

bench-curves: .venv/.dev node_modules/.dev front translations  ## draw how figures grow into docs/performance.md
	@$(QUIETLY) -m tests.load.curves

cluster: .venv/.dev node_modules/.dev front translations  ## serve the demo by three processes, with all they share; PORT is honoured
	@exec $(QUIETLY) -m tests.services.cluster

venv: .venv/.run  ## the Python packages that Mesa runs with

front: static/dist/manifest.json .build/paper-fonts/.laid  ## scripts, styles, fonts and icons

translations: $(CATALOGUES:.po=.mo)  ## the catalogues, as the programme reads them

permissions: .venv/.dev  ## write docs/PERMISSIONS.md anew, from the rights and the matrix
	@$(BIN)/python -m tools.permissions

messages: .venv/.dev  ## bring new sentences of the code into the catalogues, and take away those that are gone
	@mkdir -p .build
	@$(BIN)/pybabel -q extract -F babel.cfg -k N_ --no-location -o .build/messages.pot panel templates
	@$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete -i .build/messages.pot -d translations
	@for file in $(CATALOGUES); do \
	  sed -E -e '/^"($(HEADER)):/d' -e '$${/^$$/d;}' $$file > .build/messages.po && cp .build/messages.po $$file || exit 1; \
	done

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Mesa needs Python 3.11 or later. Name one: make PYTHON=python3.12 run"; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/.run: requirements/run.txt | .venv/bin/python
	@echo "Fetching the Python packages…"
	@$(PIP) $<
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.run
	@echo "Fetching the Python packages of the tests…"
	@$(PIP) $<
	@touch $@

node_modules/.run: package-lock.json | .venv/.run
	@echo "Fetching the packages of the front end…"
	@$(NPM) --omit=dev
	@touch $@

node_modules/.dev: package-lock.json | .venv/.run
	@echo "Fetching the packages of the front end and its tests…"
	@$(NPM)
	@touch node_modules/.run $@

.build/paper-fonts/.laid: package-lock.json | node_modules/.run
	@rm -rf $(@D) && mkdir -p $(@D)
	@cd node_modules/@expo-google-fonts && for family in inter source-serif-4 noto-serif; do \
	  cp $$family/400Regular*/*.ttf $$family/600SemiBold*/*.ttf $(CURDIR)/$(@D); done && \
	  cp noto-sans-math/400Regular/*.ttf noto-sans-symbols-2/400Regular/*.ttf $(CURDIR)/$(@D)
	@touch $@

.build/fonts/.cut: tools/fonts.py package-lock.json | node_modules/.run
	@echo "Cutting the fonts to size…"
	@$(BIN)/python $< $(FONTS)/inter/files/inter-latin-wght-normal.woff2 \
	  $(FONTS)/source-serif-4/files/source-serif-4-latin-wght-normal.woff2 \
	  $(FONTS)/source-serif-4/files/source-serif-4-latin-wght-italic.woff2 .build/fonts
	@touch $@

# Folders are among the prerequisites, so that a file taken away counts as a change.
static/dist/manifest.json: .build/fonts/.cut tools/build.mjs tsconfig.json static/icons.txt \
  $(shell find static/ts static/css) | node_modules/.run
	@echo "Building the front end…"
	@$(BIN)/node tools/build.mjs

%.mo: %.po | .venv/.run
	@$(BIN)/pybabel -q compile -i $< -o $@

lock: .venv/.run  ## take the newest Python packages that go together; npm's are in package.json
	@$(PYTHON) -m venv .build/lock
	@.build/lock/bin/python -m pip install -qq --disable-pip-version-check uv
	@.build/lock/bin/uv $(LOCK) pyproject.toml -o requirements/run.txt
	@.build/lock/bin/uv $(LOCK) --group dev -c requirements/run.txt -o requirements/dev.txt
	@$(BIN)/npm install --package-lock-only --ignore-scripts --loglevel=error

clean:  ## take away what make has made; var/, where the data lies, stays
	@rm -rf .venv .build node_modules static/dist translations/*/LC_MESSAGES/*.mo

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*  ## /  make \1 \t/p' Makefile | expand -t 22
