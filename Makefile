# Everything here is a thin name for a program in deploy/ ; each says more with its docstring.
#   make run [PORT=8000] [DATA_DIR=var]      the whole platform with demo data, until Ctrl-C
#   make test [ARGS="tests/ledger -k seal"]  every test on servers of its own
#   make test PYTHON=python3.13              the same under another Python, in an environment of its own
#   make lint types check                    what .ci/run calls before the tests
#   make mutants [ARGS="--owner ledger"]     does a test notice when a rule is changed?
#   make bench [SIZE=million]                how fast it is, beside a bare Django page (docs/performance.md)
#   make manage ARGS="shell"                 manage.py on the servers of DATA_DIR
#   make backup [FILE=…]      make restore FILE=… [FORCE=1]

# The system's own first, if it can make environments: distributions build it with profiles of real programs, most version
# managers do not, and everything here takes a tenth more time under theirs.
SYSTEM_PYTHON ?= /usr/bin/python3.11
DEFAULT_PYTHON := $(shell $(SYSTEM_PYTHON) -c 'import ensurepip' 2>/dev/null && echo $(SYSTEM_PYTHON) || command -v python3.11 || command -v python3)
PYTHON ?= $(DEFAULT_PYTHON)
version = $(shell $(1) -c 'import sys; print("%d.%d" % sys.version_info[:2])')
# Another version than the usual one has an environment of its own (.venv-3.13) and leaves the usual one alone.
ifeq ($(call version,$(PYTHON)),$(call version,$(DEFAULT_PYTHON)))
VENV_DIR := .venv
else
VENV_DIR := .venv-$(call version,$(PYTHON))
endif
VENV := $(VENV_DIR)/bin/python
PORT ?= 8000
export PORT DATA_DIR PUBLIC_URL PG FORCE VENV_DIR SIZE BENCH_DIR ONLY AS

# Settings as in production, for the checks that only read code: no server is reached.
AS_PRODUCTION := env -u DEMO -u DEBUG -u STAFF_MFA SECRET_KEY=checks-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH \
	ENCRYPTION_KEYS=checks-only-0123456789-abcdefghijklmnopqrstuvwxyz PUBLIC_URL=https://tianfu.example ALLOWED_HOSTS=tianfu.example \
	PROXY_COUNT=1 DATABASE_URL=postgres://nobody@127.0.0.1:9/none REDIS_URL=redis://127.0.0.1:9/0

.PHONY: run test mutants bench install install-dev lint format types check audit manage backup restore clean

install:
	@$(PYTHON) deploy/install.py
install-dev:
	@$(PYTHON) deploy/install.py --dev

run: install
	@exec $(VENV) -m deploy.run
test: install-dev
	@exec $(VENV) -m deploy.testing $(ARGS)
mutants: install-dev
	@exec $(VENV) -m tests.mutants $(ARGS)
bench: install
	@exec $(VENV) -m bench
manage: install
	@exec $(VENV) -m deploy.manage $(ARGS)
backup: install
	@exec $(VENV) -m deploy.backup $(FILE)
restore: install
	@exec $(VENV) -m deploy.restore $(FILE)

lint: install-dev
	@$(VENV) -m ruff check . && $(VENV) -m ruff format --check .
	@$(VENV_DIR)/bin/djangofmt --quiet --check templates && $(VENV_DIR)/bin/oxfmt --check static/js
format: install-dev
	@$(VENV) -m ruff check --fix . ; $(VENV) -m ruff format .
	@$(VENV_DIR)/bin/djangofmt --quiet templates && $(VENV_DIR)/bin/oxfmt static/js
types: install-dev
	@$(AS_PRODUCTION) $(VENV) -m mypy
check: install-dev
	@$(AS_PRODUCTION) $(VENV) -W "ignore:Got an error checking a consistent migration:RuntimeWarning" manage.py makemigrations --check --dry-run
	@$(AS_PRODUCTION) $(VENV) manage.py check --deploy --fail-level WARNING

audit: install-dev
	@$(VENV) -m deploy.audit

clean:
	rm -rf .venv .venv-* .pytest_cache .mypy_cache .ruff_cache .hypothesis staticfiles test-results
