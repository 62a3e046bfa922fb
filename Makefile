# wsgimatrix: `make help` lists what there is.
PREFIX ?= /usr/local
BENCHMARK_PACKAGES = hyperfine time apache2-utils

.PHONY: help demo test test-e2e build install fmt lint check bench deps clean

help: ## list the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

demo: deps ## install what is missing, build, provision the default cell and test PyMongo on it
	swift build --product wsgimatrix
	@.ci/demo .build/debug/wsgimatrix

test: deps ## install what is missing, build, run every test (real CPython builds among them)
	swift build --build-tests
	@.ci/swift-test unit --skip EndToEndTests
	@.ci/swift-test end-to-end --filter EndToEndTests

test-e2e: deps ## only the tests with a real CPython, mod_wsgi and Apache
	swift build --build-tests
	@.ci/swift-test end-to-end --filter EndToEndTests

build: deps ## the release binary, with the Swift runtime in it
	swift build -c release --product wsgimatrix --static-swift-stdlib

install: build ## put the binary, the recipes, the completions and the man page under PREFIX (/usr/local)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/wsgimatrix
	install -m 755 --strip .build/release/wsgimatrix $(DESTDIR)$(PREFIX)/bin/wsgimatrix
	cp -R recipes $(DESTDIR)$(PREFIX)/share/wsgimatrix/
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	swift package --allow-writing-to-package-directory generate-manual >/dev/null
	install -m 644 .build/plugins/GenerateManual/outputs/wsgimatrix/wsgimatrix.1 $(DESTDIR)$(PREFIX)/share/man/man1/
	.build/release/wsgimatrix --generate-completion-script bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/wsgimatrix
	.build/release/wsgimatrix --generate-completion-script zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_wsgimatrix
	.build/release/wsgimatrix --generate-completion-script fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/wsgimatrix.fish

fmt: ## format the sources
	swift format --in-place --recursive --parallel Sources Tests Package.swift

lint: ## check the format and the style
	swift format lint --strict --recursive --parallel Sources Tests Package.swift

check: lint test ## lint and test

bench: build ## the benchmarks, side by side with what they are compared to
	.ci/install-dependencies $(BENCHMARK_PACKAGES)
	Benchmarks/run

deps: ## install the Debian packages that are missing, and apt's deb-src lines for CPython's tarballs
	@.ci/install-dependencies

clean: ## remove what swift built; the store in cache/ stays
	swift package clean
