# "make" alone lists the targets.

# The program is pure Go: one static binary, on any Linux.
export CGO_ENABLED := 0

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
TOOL    := go tool -modfile=tools/go.mod

# Few packages at a time: several of the tests start a server or a browser.
TEST_FLAGS ?= -p 2 -timeout 20m

# Where the race detector runs. It needs a C compiler, and makes SQLite in Go
# far too slow: the pure rooms, and what runs on PostgreSQL.
RACE_PACKAGES ?= ./account/... ./survey/... ./scoring/... ./job/...
RACE_TESTS    ?= ^Test(Forty|Scenarios|TwoInstances|DatabaseAway).*/^postgres$$
RACE_FLAGS    ?= -p 2 -timeout 10m

.DEFAULT_GOAL := help
.PHONY: help setup run demo build test torture bench check fmt fmt-check vet lint

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install what the tests need (Debian, Ubuntu), or say what is missing
	@tools/setup.sh test

run: build ## build, and serve with the settings of the environment
	bin/hailong serve

demo: build ## build, and serve a demonstration with simulated answers
	bin/hailong demo

build: ## build bin/hailong
	@tools/setup.sh run
	go build -buildvcs=false -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o bin/hailong ./cmd/hailong

test: setup ## run all tests, then the race detector where it pays
	go test $(TEST_FLAGS) ./survey/... ./scoring/...
	go test $(TEST_FLAGS) ./...
	CGO_ENABLED=1 go test -race $(RACE_FLAGS) $(RACE_PACKAGES)
	CGO_ENABLED=1 go test -race $(RACE_FLAGS) -run '$(RACE_TESTS)' ./api ./store

torture: setup ## break what the service stands on while answers come in, at full length
	go test ./cmd/hailong -run '^TestTorture' -v -timeout 90m -args -torture

bench: build ## measure bin/hailong against plain references, into docs/bench.md (40 minutes)
	go run ./cmd/bench -out docs/bench.md

check: setup fmt-check vet lint test ## what CI runs: format, vet, lint, tests

fmt: ## format the Go code
	$(TOOL) gofumpt -w .

fmt-check:
	@unformatted=$$($(TOOL) gofumpt -l .) || exit 1; \
	if [ -n "$$unformatted" ]; then echo "Not formatted (make fmt):"; echo "$$unformatted"; exit 1; fi

vet: ## look for mistakes with go vet
	go vet ./...

lint: ## look for mistakes with golangci-lint (its first build takes minutes)
	$(TOOL) golangci-lint run
