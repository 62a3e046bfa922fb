import MatrixHost
import MatrixTestSupport
import SystemPackage

/// A source folder whose `configure` writes a Makefile that lays out a Python of shell scripts.
struct FakeCPython {
    /// Shell lines of `configure`, before it writes the Makefile.
    var configure = ":"
    /// What `make` and `make install` do besides.
    var make = ":"
    var install = ":"
    var libraryName = "libpython3.13.so.1.0"
    /// What the check hears of the interpreter; `PREFIX` stands for the folder that it is in.
    var version = "3.13.5"
    var prefix = "PREFIX"
    var shared = "true"
    var missing = "{}"
    /// A shell line of the interpreter, before it answers.
    var start = ":"
    /// A shell line of the interpreter when it is to compile the library.
    var compile = "exit 0"

    func unpack(into folder: FilePath) async throws {
        let script = """
            printf '%s\\n' "$@" > configure-arguments
            env > configure-environment
            \(configure)
            for word; do case $word in --prefix=*) prefix=${word#--prefix=};; esac; done
            sed "s|@prefix@|$prefix|g" Makefile.in > Makefile

            """
        try await writeFakeTool("configure", in: folder, script: script)
        let makefile = """
            all:
            \t@env > make-environment; echo $(MAKEFLAGS) > make-flags; echo "$(EXTRA)" > make-extra
            \t@\(make)
            install:
            \t@\(install)
            \t@echo "$(OPTION)" > install-options
            \t@$(PYTHON_FOR_BUILD) -Wi $(DESTDIR)@prefix@/lib/python3.13/compileall.py -j0 > compiled-by-make
            \t-@$(PYTHON_FOR_BUILD) setup.py install > run-by-make
            \t@mkdir -p $(DESTDIR)@prefix@/bin $(DESTDIR)@prefix@/lib/python3.13/test
            \t@cp python $(DESTDIR)@prefix@/bin/python3.13
            \t@echo library > $(DESTDIR)@prefix@/lib/\(libraryName)
            \t@echo test > $(DESTDIR)@prefix@/lib/python3.13/test/test_os.py
            \t@echo os > $(DESTDIR)@prefix@/lib/python3.13/os.py

            """
        try Files.writeFile(folder.appending("Makefile.in"), makefile)
        let python = """
            \(start)
            case "$*" in *compileall.py*) \(compile) ;; esac
            PREFIX=$(cd "$(dirname "$0")/.." && pwd -P)
            echo '{"version": "\(version)", "prefix": "'"\(prefix.replacing("PREFIX", with: "$PREFIX"))"'",'
            echo '"shared": \(shared), "missing": \(missing)}'

            """
        try await writeFakeTool("python", in: folder, script: python)
    }
}
