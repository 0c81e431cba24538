# The Doorstroommonitor. `make help` lists the targets.

SHELL  := bash
GO     ?= go
DIR    ?= demo
SERVE  ?= 1
SCALE  ?= 0.05
SEEDS  ?= 20
PART   ?= 1
COUNTRY ?= 1
LISTEN ?= 127.0.0.1:8320

# Version stamps come from here: builds do not ask the version control system.
export GOFLAGS := -buildvcs=false -mod=readonly

# Linear programming is used where the C library Clp is installed (and zlib,
# which it is linked with but which its package does not bring along).
CLP  := $(shell pkg-config --exists clp cbc zlib 2>/dev/null && echo clp)
TAGS := $(if $(CLP),-tags clp)

.PHONY: help build demo test check lint test-lp test-race third-party browser test-million bench bench-sdc bench-national bench-reach bench-scenarios clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

build: ## both programs into bin/
	@mkdir -p bin
	@echo "building (the first time takes minutes: the database engine is linked in)"
	$(GO) build $(TAGS) -trimpath -o bin/doorstroom ./cmd/doorstroom
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/doorstroom-portal ./cmd/doorstroom-portal

demo: build ## the whole route on a fictitious country, then the portal (SERVE=0: without)
	@if [ -e $(DIR)/secret/round.json ]; then echo "continuing in $(DIR)/ (make clean starts anew)"; fi
	bin/doorstroom demo --dir $(DIR) --scale $(SCALE) --listen $(LISTEN) --serve=$(if $(filter 0,$(SERVE)),false,true)

test: ## every test that needs nothing but git, make, g++ and Go
	$(GO) vet $(TAGS) ./...
	$(GO) test $(TAGS) -timeout 20m ./...

check: ## format, vet, lint, tidy module, tests
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "run gofmt -w on these"; exit 1; }
	$(GO) mod tidy -diff
	$(MAKE) lint test

lint: ## static checks, with the reasons in .golangci.yml
	scripts/lint.sh

test-lp: ## attacks by linear programming (installs Clp where apt and root are there)
	@pkg-config --exists clp cbc zlib 2>/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
		apt-get update -q && apt-get install -y -q coinor-libclp-dev coinor-libcbc-dev zlib1g-dev pkg-config; } || \
		{ echo "install coinor-libclp-dev, coinor-libcbc-dev, zlib1g-dev and pkg-config (or what your system calls them) first"; exit 1; }
	$(GO) test -tags clp ./internal/lp ./audit ./gate ./protect

test-race: ## the concurrent packages under the race detector
	$(GO) test -race ./ledger ./ingest ./gate ./web ./seal

test-million: ## a million lines of every layout, one of them wrong (some minutes)
	$(GO) test ./ingest -run TestOneBadLineLosesOneLine -v -timeout 1h -args -rows 1000000

third-party: build ## programs of others read what we seal (installs them in .cache)
	scripts/third-party.sh

browser: build ## the portal in headless Chromium (installs it where absent)
	scripts/browser.sh

bench: ## benchmarks beside the code
	$(GO) test -run '^$$' -bench . -benchtime 3x ./audit ./gate ./ingest ./synth ./cube

bench-sdc: ## disclosure control beside the peer's figures, into docs/results/sdc.json (half an hour; needs ../shared/data/sdc)
	@mkdir -p docs/results
	$(GO) test ./table -run TestSuppressionBenchmark -v -timeout 3h -args -sdc $(CURDIR)/docs/results/sdc.json -sdc-data $(CURDIR)/../shared/data/sdc

bench-national: ## all cubes of one year under formal privacy, into docs/results/national.json (SCALE=1)
	@mkdir -p docs/results
	$(GO) test ./cli -run TestNationalRun -v -timeout 2h -args -national $(CURDIR)/docs/results/national.json -scale $(SCALE)

bench-reach: ## what readers of institutions get under formal privacy, beside the truth, into docs/results/reach.json (SCALE=1)
	@mkdir -p docs/results
	$(GO) test ./cli -run 'TestReach$$' -v -timeout 3h -args -reach $(CURDIR)/docs/results/reach.json -reach-scale $(SCALE)

bench-scenarios: ## scenarios compared on three worlds, into docs/results/scenarios.json (forty minutes at full scale beside other work; SEEDS=20 PART=1 COUNTRY=1)
	@mkdir -p docs/results
	$(GO) test ./workbench/country -run TestScenarioBenchmark -v -timeout 6h -args -scenarios $(CURDIR)/docs/results/scenarios.json -seeds $(SEEDS) -part $(PART) -country $(COUNTRY)

clean: ## remove what make made
	rm -rf bin $(DIR)
