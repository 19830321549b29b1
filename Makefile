# `make` alone lists the targets. Plain POSIX make: Debian's and macOS's both do.
.POSIX:
.SUFFIXES:

PYTHON =
PYTEST_ARGS =
BENCH_ARGS =
LOCK_ARGS =

BIN = .venv/bin
PIP = $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check
VERROUS = requirements/construction.txt requirements/execution.txt requirements/dev.txt
COMPILER = $(BIN)/uv --quiet pip compile --native-tls --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock" --no-emit-index-url $(LOCK_ARGS)

.PHONY: help demo test juges lint bench docs lock clean outils

help:
	@echo "make demo    produit les documents d'un dossier d'exemple dans demo/"
	@echo "make test    lance tous les essais            (PYTEST_ARGS=tests/test_maison.py)"
	@echo "make juges   juge 300 PSI, imprimés et en formulaire (quelques minutes)"
	@echo "make lint    vérifie le style et les types"
	@echo "make bench   mesure maia et ses pairs         (BENCH_ARGS=…)"
	@echo "make docs    refait les pages tirées du code"
	@echo "make lock    refait requirements/*.txt        (LOCK_ARGS=--upgrade : versions récentes)"
	@echo "make clean   retire tout ce qui se refait"

demo: .venv/.maia
	@$(BIN)/python -m maia demo demo

test: .venv/.maia .venv/.dev outils tests/juges/node_modules/.package-lock.json
	@$(BIN)/python -m pytest --numprocesses auto $(PYTEST_ARGS)

juges: .venv/.maia .venv/.dev outils
	@$(BIN)/python -m tests.juges.trois_cents

lint: .venv/.maia .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: .venv/.maia .venv/.dev
	@$(BIN)/python -m bench $(BENCH_ARGS)

docs: .venv/.maia .venv/.dev
	@$(BIN)/python -m docs.generer
	@$(BIN)/python -m docs.couverture

# A changed lock means a new environment: nothing lingers from the former one.
.venv/.execution: $(VERROUS)
	@echo "Installation dans .venv…"
	@sh .ci/venv .venv $(PYTHON)
	@$(PIP) install --require-hashes --requirement requirements/construction.txt
	@$(PIP) install --require-hashes --no-build-isolation --requirement requirements/execution.txt
	@touch $@

.venv/.maia: .venv/.execution pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.execution
	@echo "Installation des outils d'essai dans .venv…"
	@$(PIP) install --require-hashes --no-build-isolation --requirement requirements/dev.txt
	@touch $@

outils:
	@sh .ci/outils

tests/juges/node_modules/.package-lock.json: tests/juges/package-lock.json
	@sh .ci/outils
	@cd tests/juges && npm ci --silent --no-audit --no-fund
	@touch $@

# No download address in the locks: whoever installs chooses where from, the hashes tell whether it is the same file.
lock: .venv/.dev
	@$(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['build-system']['requires'])" \
		| $(COMPILER) --no-annotate --output-file requirements/construction.txt -
	@$(COMPILER) --extra dev --constraint requirements/construction.txt --output-file requirements/dev.txt pyproject.toml
	@$(COMPILER) --no-annotate --constraint requirements/dev.txt \
		--output-file requirements/execution.txt pyproject.toml

clean:
	rm -rf .venv bench/.venv bench/node_modules build dist maia.egg-info demo tests/juges/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
