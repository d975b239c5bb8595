# Everything a developer or a visitor of the demonstration does; `make` alone lists it.
PYTHON_OF_VENV = .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo demo-reset test lint lock messages pictures bench

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-20s%s\n", $$1, $$2}'

setup: ## install into .venv; after it, .venv/bin/python manage.py works by itself
	@tools/setup.sh requirements.lock

setup-dev:
	@tools/setup.sh requirements.lock requirements-dev.lock

demo: setup ## the demonstration award in a browser (PORT=8123, PHASE=meeting, CLOCK_OFFSET=+3d)
	@$(PYTHON_OF_VENV) manage.py demo

demo-reset: setup ## throw away what was entered in the demonstration and fill it anew
	@$(PYTHON_OF_VENV) manage.py demo --reset --no-serve

test: setup-dev ## all tests on two cores, browser journeys where Chromium is found
	@tools/test.sh -n 2 --dist worksteal $(ARGS)

lint: setup-dev ## style, types, import order, migrations, translations, deployment check
	@tools/lint.sh

lock: setup-dev ## remake both lock files from pyproject.toml
	@ARGS="$(ARGS)" tools/lock.sh

messages: setup-dev ## bring locale/ up to date with the source (needs gettext)
	@for domain in django djangojs; do $(PYTHON_OF_VENV) -m django makemessages --locale=de \
		--domain=$$domain --no-obsolete --add-location=file --no-wrap \
		--ignore=static/vendor --ignore=tests --ignore=tools --ignore=docs; done

pictures: setup-dev ## take the pictures of README and guides anew (needs Chromium)
	@$(PYTHON_OF_VENV) tools/pictures.py

bench: setup-dev ## measure the slow paths
	@$(PYTHON_OF_VENV) -m pytest tests/bench -p no:xdist $(ARGS)
