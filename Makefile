# Two commands matter: `make run` and `make test`. Both set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: run test lint guide benchmark benchmark-marts score-generated fuzz superset kills clean

run: $(STAMP)
	@PMV_CONFIGURATION=examples/configuration $(BIN)/pmv run --inbox examples/inbox --publications examples/publications

test: $(STAMP) lint
	@$(BIN)/pytest -q -n 2 --dist loadfile

lint: $(STAMP)
	@$(BIN)/ruff format --check -q .
	@$(BIN)/ruff check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

guide: $(STAMP)
	@$(BIN)/python -m bi.guide

benchmark: $(STAMP)
	@$(BIN)/python -m benchmarks.whole_run

benchmark-marts: $(STAMP)
	@$(BIN)/python -m benchmarks.marts

score-generated: $(STAMP)
	@$(BIN)/python -m tests.flows.score_generated --seed 1 2 3 4 5 --files 60

fuzz: $(STAMP)
	@$(BIN)/python -m tests.fuzz --count 2000 --seed 1

superset: $(STAMP)
	@test -x .superset/bin/python || $(PYTHON) -m venv .superset
	@.superset/bin/python -m pip install -q --disable-pip-version-check -r tests/proofs/superset.txt
	@$(BIN)/python -m tests.proofs.superset

kills: $(STAMP)
	@$(BIN)/python -m tests.proofs.kills --files 60 --kills 30

$(STAMP): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing pmv into $(VENV) (a minute or two the first time) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e ".[dev]" -c constraints.txt
	@touch $@

clean:
	rm -rf $(VENV) .superset .pmv build dist *.egg-info
