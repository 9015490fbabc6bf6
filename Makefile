SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

REPLAY_DATA_DIR ?= .data
REPLAY_DEMO ?= true
RUN := backend/target/run
RUN_JAR := $(RUN)/quarkus-run.jar
# The whole process, its heap among it, takes some 400 MB while a campaign of a million goes out, 540 MB after several with their imports.
JVM_FLAGS := -Xmx256m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
  -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow
MVN := mvn -B -ntp
# Folders too: a file that was deleted shows in its folder's time alone.
SOURCES := backend/pom.xml $(shell find backend/src/main)
PAGE := frontend/dist
PAGE_TYPES := frontend/src/api/schema.d.ts
PAGE_LIBRARIES := frontend/node_modules/.package-lock.json
PAGE_SOURCES := $(filter-out $(PAGE_TYPES) frontend/src/api,$(shell find frontend/src frontend/public)) \
	$(addprefix frontend/,index.html package.json tsconfig.json vite.config.ts)

# Each recipe's own shell asks for it, so that `make` and `make clean` need no JDK. JDK 23 began to warn of what Maven
# itself does; older ones do not know the flag.
JDK = JAVA_HOME=$$(backend/tools/find-jdk 21); export JAVA_HOME; \
	export MAVEN_OPTS="$${MAVEN_OPTS:-} --enable-native-access=ALL-UNNAMED -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow"

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: node-check $(RUN_JAR) ## build and start everything on http://localhost:8080, with its own PostgreSQL and demo data in .data
	@$(JDK); export REPLAY_EMBEDDED=true REPLAY_DEMO="$(REPLAY_DEMO)" REPLAY_DATA_DIR="$(REPLAY_DATA_DIR)"; \
	exec backend/tools/serve $(JVM_FLAGS) -jar $(RUN_JAR)

.PHONY: test
test: node-check maven-check ## prove everything: formatting, unit and integration tests, the contract, the page, journeys in a browser
	@cd frontend; npm ci --no-audit --no-fund; npm run generate; npm run check; npm run typecheck; npm test; npm run build
	@$(JDK); cd backend; $(MVN) spotless:check verify
	@$(MAKE) openapi-check
	@$(MAKE) $(RUN_JAR)
	@$(JDK); cd frontend; npm run journeys

.PHONY: dev
dev: maven-check $(PAGE_TYPES) ## the same as run, but changes of the code show at once: the page on http://localhost:5173 (needs Maven 3.9)
	@version=$$(mvn -B -v | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p'); \
	[ "$$(printf '3.9\n%s\n' "$$version" | sort -V | head -n 1)" = 3.9 ] \
	|| { echo "make dev needs Maven 3.9 or newer, as Quarkus' development mode does; here is $$version. make run takes it." >&2; exit 1; }
	@$(JDK); export REPLAY_EMBEDDED=true REPLAY_DEMO="$(REPLAY_DEMO)" REPLAY_DATA_DIR="$(abspath $(REPLAY_DATA_DIR))"; \
	export REPLAY_BACKEND="http://localhost:$${QUARKUS_HTTP_PORT:-8080}"; \
	rm -rf backend/target/classes/META-INF/resources; \
	trap 'trap - EXIT; kill $$(jobs -p) 2>/dev/null || true; wait' EXIT; trap 'exit 0' INT TERM HUP; \
	(cd frontend; exec node_modules/.bin/vite --clearScreen false) & \
	(cd backend; exec $(MVN) -q quarkus:dev) <&0 & \
	wait -n

.PHONY: bench
bench: node-check $(RUN_JAR) $(PAGE_LIBRARIES) ## measure the engine against bare loops, and the page in a browser, at 1,000,000 recipients (BENCH="-Dbench.recipients=20000" for a short run, -Dbench.only=main for one part)
	@$(JDK); cd backend; $(MVN) -q test-compile org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath \
	  -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test; \
	exec "$$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED $(BENCH) \
	  -cp "target/test-classes:target/classes:$$(cat target/bench.classpath)" dev.replay.bench.Bench

.PHONY: chaos
chaos: $(RUN_JAR) ## break whatever can break while campaigns go out, and count (CHAOS="-Dchaos.scale=0.1" for a short run)
	@$(JDK); cd backend; $(MVN) -q test-compile org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath \
	  -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test; \
	exec "$$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED $(CHAOS) \
	  -cp "target/test-classes:target/classes:$$(cat target/bench.classpath)" dev.replay.chaos.Chaos

.PHONY: audit
audit: $(RUN_JAR) ## prove on the data of .data that tallies, charges and balances agree with the rows
	@$(JDK); export REPLAY_EMBEDDED=true REPLAY_DATA_DIR="$(REPLAY_DATA_DIR)"; \
	exec "$$JAVA_HOME/bin/java" $(JVM_FLAGS) -jar $(RUN_JAR) audit

.PHONY: smsc
smsc: $(RUN_JAR) ## start the SMSC simulator on its own
	@$(JDK); exec backend/tools/serve $(JVM_FLAGS) -jar $(RUN_JAR) smsc

.PHONY: kaleyra-stub
kaleyra-stub: $(RUN_JAR) ## start a stub of Kaleyra's HTTP API on its own
	@$(JDK); exec backend/tools/serve $(JVM_FLAGS) -jar $(RUN_JAR) kaleyra

.PHONY: format
format: maven-check $(PAGE_LIBRARIES) ## format the code
	@cd frontend; npm run --silent format
	@$(JDK); cd backend; $(MVN) -q spotless:apply

.PHONY: openapi
openapi: maven-check ## write openapi.yaml from the code
	@$(JDK); cd backend; $(MVN) -q -Dmaven.test.skip=true package
	@cp backend/target/openapi/openapi.yaml openapi.yaml

.PHONY: clean
clean: not-running ## remove what was built or fetched here: backend/target, frontend/dist and frontend/node_modules
	rm -rf backend/target frontend/dist frontend/node_modules $(PAGE_TYPES)

.PHONY: reset
reset: not-running ## remove all data: .data (or REPLAY_DATA_DIR), with its database and demo key
	rm -rf "$(REPLAY_DATA_DIR)"

.PHONY: openapi-check
openapi-check:
	@diff -u --label openapi.yaml --label 'the code' openapi.yaml backend/target/openapi/openapi.yaml \
	|| { echo 'openapi.yaml is not what the code says: run "make openapi" and commit it with the change.' >&2; exit 1; }

.PHONY: not-running
not-running:
	@pid=$$(backend/tools/service-on "$(REPLAY_DATA_DIR)"); \
	[ -z "$$pid" ] || { echo "Replay runs on $(REPLAY_DATA_DIR) (its PostgreSQL is process $$pid): stop it first; after a crash, make run and Ctrl-C stop it." >&2; exit 1; }

.PHONY: node-check
node-check:
	@node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' \
	2>/dev/null && command -v npm >/dev/null \
	|| { echo "Replay's page is built with Node 20.19 or newer and its npm; here is Node $$(node --version 2>/dev/null || echo none)." >&2; exit 1; }
	@for built in frontend frontend/dist frontend/node_modules; do \
	  [ ! -e $$built ] || [ -w $$built ] \
	  || { echo "$$built belongs to $$(stat -c %U $$built), and this is $$(id -un): run as they do, or remove it." >&2; exit 1; }; \
	done

.PHONY: maven-check
maven-check:
	@command -v mvn >/dev/null || { echo "Replay is built with Maven, and there is no mvn here: install it." >&2; exit 1; }
	@mkdir -p backend/target 2>/dev/null && [ -w backend/target ] \
	|| { echo "backend/target belongs to $$(stat -c %U backend/target 2>/dev/null || stat -c %U backend), and this is $$(id -un): run as they do, or remove it." >&2; exit 1; }

# Fetched anew only when the lock has changed; npm writes its own copy of it last.
$(PAGE_LIBRARIES): frontend/package-lock.json frontend/package.json | node-check
	@echo "Fetching the page's libraries ..."; cd frontend; npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(PAGE_TYPES): openapi.yaml $(PAGE_LIBRARIES)
	@cd frontend; npm run --silent generate
	@touch $@

$(PAGE)/index.html: $(PAGE_SOURCES) $(PAGE_TYPES) $(PAGE_LIBRARIES)
	@echo "Building the page ..."; cd frontend; npm run --silent build -- --logLevel warn
	@touch $@

# Run from a copy: a build beside a running service would take its classes away. The page of the last build goes first:
# its files have other names, and Maven would leave them there.
$(RUN_JAR): $(SOURCES) $(PAGE)/index.html | maven-check
	@$(JDK); echo "Building (the first time, Maven fetches the libraries) ..."; \
	cd backend; rm -rf target/classes/META-INF/resources; \
	$(MVN) -q -Dmaven.test.skip=true -Dreplay.page="$(abspath $(PAGE))" package; \
	rm -rf target/run.new target/run.old; cp -r target/quarkus-app target/run.new; \
	[ ! -e target/run ] || mv target/run target/run.old; mv target/run.new target/run; rm -rf target/run.old; \
	touch target/run/quarkus-run.jar
