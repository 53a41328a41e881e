# Two commands do everything: `make course` and `make test`. Both set up what they need; `make help` lists the rest.

PYTHON ?= python3
PORT ?= 8000
JOBS ?= 2
TO ?= _published
BIN := .venv/bin
CLASS := .cache/sample-class
# Small matrices: threads would only wait for each other.
export OMP_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.PHONY: help course site exercises sample-class serve publish test lint lock clean

help:
	@echo 'make course   set up, build the book in both languages and the exercises, grade the sample class, serve all of it'
	@echo 'make test     set up and run every test'
	@echo 'make site     build the book only, into _site/'
	@echo 'make serve    serve what was built'
	@echo 'make exercises      audit the checks, build cards and learner notebooks'
	@echo 'make sample-class   grade the sample class'
	@echo 'make publish  all that goes out, checked, into _published/ (or TO=…), beside the editions of earlier terms'
	@echo 'make lint     formatting, lint and types'
	@echo 'make lock     write requirements.txt anew from the ranges in pyproject.toml'
	@echo 'make clean    remove everything that was built'

course: .cache/installed
	@$(BIN)/python book/site.py check --port $(PORT)
	@$(MAKE) --no-print-directory exercises site sample-class
	@mkdir -p _site/sample-class
	@cp $(CLASS)/report-*.html _site/sample-class/
	@cp $(CLASS)/report-linear.html _site/sample-class/index.html
	@cp -r $(CLASS)/feedback _site/sample-class/
	@echo 'The sample class: http://localhost:$(PORT)/sample-class/'
	@$(BIN)/python book/site.py serve --port $(PORT)

.cache/installed: requirements.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo 'Python was not found: install Python 3.11 to 3.13, or name it: make PYTHON=python3.12 $(MAKECMDGOALS)'; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { echo 'Python 3.11 to 3.13 is needed, this is' `$(PYTHON) --version`': name another with make PYTHON=python3.12 $(MAKECMDGOALS)'; exit 2; }
	@test -x $(BIN)/python || { echo 'Making .venv'; $(PYTHON) -m venv .venv; }
	@echo 'Installing the packages of requirements.txt (some minutes the first time)'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@mkdir -p .cache && touch $@

# Cards and learner notebooks, from the instructor's side. Two seeds show a mistake made today; `make test` takes twenty.
exercises: .cache/released
.cache/released: .cache/installed $(shell find solutions autograder/tasks autograder/checks autograder/judge autograder/measures.py -name '*.py' -o -name '*.ipynb')
	@echo 'Auditing the checks, building cards and exercises'
	@$(BIN)/autograder release --all --seeds 2
	@touch $@

site: .cache/installed
	@$(BIN)/python book/site.py build

# A class made from the exercise notebook, graded as any class is; its report and feedback are served beside the book.
sample-class: .cache/sample-class-graded
.cache/sample-class-graded: .cache/released $(wildcard tests/sample_class/*.py) $(shell find autograder -name '*.py' -o -name '*.jinja')
	@echo 'Grading the sample class'
	@rm -rf $(CLASS)
	@$(BIN)/python tests/sample_class/make_class.py $(CLASS)
	@for assignment in $(notdir $(wildcard exercises/*)); do \
		$(BIN)/autograder grade $$assignment --classroom $(CLASS) --jobs $(JOBS) || exit 1; done
	@$(BIN)/autograder report --all --classroom $(CLASS)
	@touch $@

serve: .cache/installed
	@$(BIN)/python book/site.py serve --port $(PORT)

publish: exercises
	@$(BIN)/python book/site.py publish --to $(TO)

test: .cache/installed lint
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: .cache/installed
	@$(BIN)/ruff format --check --quiet . || { echo 'Run: .venv/bin/ruff format .'; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy

lock: .cache/installed
	@$(BIN)/pip-compile --quiet --upgrade --all-extras --strip-extras --allow-unsafe --no-header --annotation-style=line \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file requirements.txt pyproject.toml
	@sed -i -e 's/+cpu//' -e '/^pip==/d' requirements.txt

clean:
	rm -rf .venv .cache _site _build
