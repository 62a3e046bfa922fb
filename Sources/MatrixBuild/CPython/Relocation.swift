import MatrixHost
import MatrixModel
import SystemPackage

/// Makes an installed CPython forget where it was configured for, so that the same bytes work wherever they stand.
///
/// The interpreter finds its home by itself and Apache is told it. What is left of the prefix is text: sysconfig's data
/// (what modules are compiled by), `.pc` files, the Makefile and `#!` lines. Each of them is made to look where it is.
struct Relocation {
    /// What `configure --prefix` is given: a folder that is nowhere, and a text that is found again. The interpreter
    /// compares its own folders with it and uses it only where it finds no home.
    static let prefix = FilePath("/nonexistent/wsgimatrix")

    /// The folder that `prefix` stands for, with DESTDIR before it.
    let installation: FilePath

    /// Rewrites the files, before Python compiles them.
    func rewriteFiles() throws {
        for path in try Files.matches(of: "lib/python*/_sysconfigdata*.py", in: installation) {
            try rewrite(path) { $0 + Self.lookup }
        }
        for path in try Files.matches(of: "lib/pkgconfig/*.pc", in: installation) {
            try rewrite(path) { $0.replacing("prefix=\(Self.prefix)\n", with: "prefix=${pcfiledir}/../..\n") }
        }
        for path in try Files.matches(of: "lib/python*/config*/Makefile", in: installation) {
            try rewrite(path) {
                $0.replacing(
                    "prefix=\t\t\(Self.prefix)\n",
                    with: "prefix=\t\t$(abspath $(dir $(lastword $(MAKEFILE_LIST)))../../..)\n")
            }
        }
        for pattern in ["bin/*", "lib/python*/config*/*.py"] {
            for path in try Files.matches(of: pattern, in: installation) {
                try rewrite(path, interpreterLine(of: path))
            }
        }
    }

    /// Behind the table of build-time values. The dictionary is read by sysconfig and distutils of every version.
    private static let lookup = """

        def _look_here(baked):
            import os
            here = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
            for name, value in list(build_time_vars.items()):
                if isinstance(value, str):
                    build_time_vars[name] = value.replace(baked, here)


        # The installation may stand anywhere: what it was configured for is nowhere.
        _look_here("\(prefix)")

        """

    /// A script that the shell starts with the interpreter beside it: `#!` lines know no path that begins where the
    /// script is. To Python the shell's line is a string.
    private func interpreterLine(of path: FilePath) -> (String) -> String {
        let up = String(repeating: "../", count: path.components.count - 1)
        return { text in
            let start = "#!\(Self.prefix)/bin/"
            guard text.hasPrefix(start), let end = text.firstIndex(of: "\n") else { return text }
            let name = text[..<end].dropFirst(start.count)
            let command = "\"$(dirname -- \"$(readlink -f -- \"$0\")\")/\(up)bin/\(name)\" \"$0\" \"$@\""
            return "#!/bin/sh\n'''exec' \(command)\n' '''\n" + text[text.index(after: end)...]
        }
    }

    private func rewrite(_ path: FilePath, _ change: (String) -> String) throws {
        let file = installation.pushing(path)
        guard let status = try Files.status(file), status.kind == .regular, let text = try? Files.readText(file) else {
            return
        }
        let changed = change(text)
        if changed != text { try Files.writeFile(file, changed, permissions: status.permissions) }
    }
}
