import MatrixHost
import MatrixModel
import SystemPackage

/// The standard library's byte code: compiled once, at the level that an interpreter without `-O` reads, from what stays
/// installed.
///
/// `make install` compiles three levels (2.7: two), one after the other, the tests too, and 3.9 to 3.11 on every core.
struct ByteCompilation {
    /// Stands in for make's PYTHON_FOR_BUILD during the install. A Makefile runs it in the build folder.
    static let interpreterForInstall = """
        #!/bin/sh
        case "$*" in *compileall.py*) exit 0 ;; esac
        exec ./python -E "$@"

        """

    let installation: PythonInstallation
    /// The prefix as tracebacks are to name it.
    let destination: FilePath
    let jobs: Int

    /// Nil when there is no standard library.
    func command() throws -> Command? {
        guard let module = try Files.matches(of: "lib/python*/os.py", in: installation.prefix).first else { return nil }
        let folder = module.removingLastComponent()
        let library = installation.prefix.pushing(folder)
        // The pattern is the Makefiles' own: files that are broken on purpose, and what is no part of the library.
        let pattern = "bad_coding|badsyntax|site-packages|lib2to3/tests/data"
        let budget = installation.version.release.numbers[0] < 3 ? [] : ["-j", "\(jobs)"]
        return Command(
            installation.executable,
            ["-E", "-Wi", library.appending("compileall.py").string, "-q", "-f"] + budget
                + ["-d", destination.pushing(folder).string, "-x", pattern, library.string],
            environment: BuildEnvironment.base, workingDirectory: installation.prefix)
    }
}
