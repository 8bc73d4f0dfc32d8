# make recognise   set up, recognise a sample scan, show what came of it
# make test        set up, check style and types, run the tests and the accuracy floor
# make bench       print accuracy and speed
# make clean       remove everything that these made

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := beethoven-op79-andante
KERNEL_TESTS := tests/kernels

.PHONY: recognise test lint types tests floor bench clean

recognise: $(VENV)/.installed
	mkdir -p out
	$(BIN)/rastrum read samples/scans/$(SAMPLE).bmp -o out/$(SAMPLE).mro --overlay out/$(SAMPLE).png
	$(BIN)/rastrum check out/$(SAMPLE).mro
	@echo
	@echo "score:   out/$(SAMPLE).mro"
	@echo "picture: out/$(SAMPLE).png"

test: lint types tests floor

lint: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo

types: $(VENV)/.tested
	$(BIN)/mypy

tests: $(VENV)/.tested
	$(BIN)/pytest -q -n 2 --dist loadfile
	NUMBA_DISABLE_JIT=1 $(BIN)/pytest -q -n 2 --dist loadfile -m "not compiled"
	NUMBA_BOUNDSCHECK=1 $(BIN)/pytest -q $(KERNEL_TESTS)

floor: $(VENV)/.tested
	$(BIN)/python benchmarks/floor.py

bench: $(VENV)/.tested
	$(BIN)/python benchmarks/accuracy.py
	$(BIN)/python benchmarks/speed.py

clean:
	rm -rf $(VENV) out .cache .pytest_cache .mypy_cache .ruff_cache

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --editable ".[samples,text]" --group lint --group test --group bench
	touch $@
