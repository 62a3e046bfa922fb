import Foundation
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage

/// Several Pythons and mod_wsgis of the kind of `FakePair`, and a matrix of them, so that a whole prebuild takes seconds.
///
/// Every job of every `make` writes into `crowd` when it begins and when it ends, and which jobserver it belongs to.
struct FakeMatrix {
    static let pythons = ["3.13.91", "3.13.92", "3.13.93"]
    static let modWsgis = ["6.1.91", "6.1.92"]

    let recipes: FilePath
    let mirror: FilePath
    private let root: FilePath

    /// The Pythons of `failing` have a `configure` that ends with an error.
    init(in root: FilePath, failing: Set<String> = []) async throws {
        (self.root, recipes, mirror) = (root, root.appending("recipes"), root.appending("mirror"))
        try Files.makeFolder(recipes)
        try Files.makeFolder(mirror)
        var lines: [RecipeKind: [String]] = [:]
        for version in Self.pythons {
            let configure = FakeSources.pythonConfigure
                .replacing("echo begun >> '{runs}'", with: "echo \(version) >> '\(root)/configure-runs'")
                .replacing("{hang}", with: failing.contains(version) ? "echo 'configure: error: no luck'; exit 1" : "")
            let makefile = FakeSources.pythonMakefile.replacing(
                "\tsleep 0.05\n\tgcc -c -x c /dev/null -o $@\n", with: crowdedCompile)
            lines[.cpython, default: []].append(
                try await add(
                    version,
                    [
                        "configure": configure, "Makefile": makefile,
                        "python": FakeSources.interpreter.replacing("3.13.99", with: version),
                    ]))
        }
        for version in Self.modWsgis {
            lines[.modWsgi, default: []].append(
                try await add(
                    version,
                    [
                        "configure": FakeSources.moduleConfigure, "Makefile": FakeSources.moduleMakefile,
                        "module.c": FakeSources.module,
                    ]))
        }
        for (kind, lines) in lines {
            let head = "format: 1\nkind: \(kind.rawValue)\narchives: {fake: {file: \"fake-{version}.tar.gz\"}}\n"
            try Files.writeFile(
                recipes.appending(kind.fileName), head + "versions:\n" + lines.map { "  \($0)\n" }.joined())
        }
        try Files.writeFile(recipes.appending(RecipeKind.matrix.fileName), matrix)
    }

    func prebuild(_ more: String...) -> [String] {
        [
            "prebuild", "--select", "fake", "--recipes", recipes.string, "--offline", "--mirror", mirror.string,
            "--json",
        ] + more
    }

    /// The version of every `configure` of a Python that was begun.
    func configureRuns() throws -> [String] { try lines("configure-runs") }

    /// The most jobs that ran at once of one jobserver, over all of them.
    func mostJobs() throws -> Int {
        var now: [Substring: Int] = [:]
        var most = 0
        for line in try lines("crowd") {
            let pool = line.dropFirst(2)
            now[pool, default: 0] += line.hasPrefix("+") ? 1 : -1
            most = max(most, now[pool] ?? 0)
        }
        return most
    }

    private func lines(_ name: String) throws -> [String] {
        let path = root.appending(name)
        guard try Files.status(path) != nil else { return [] }
        return try Files.readText(path).split(separator: "\n").map(String.init)
    }

    /// The `+` makes it a recursive make in make's eyes, which leaves it the jobserver's descriptors.
    private var crowdedCompile: String {
        """
        \t+@pool=`readlink /proc/self/fd/3`; echo "+ $$pool" >> '\(root)/crowd'; sleep 0.05; \\
        \t    gcc -c -x c /dev/null -o $@; echo "- $$pool" >> '\(root)/crowd'

        """
    }

    private var matrix: String {
        func list(_ versions: [String]) -> String { "[" + versions.map { "\"\($0)\"" }.joined(separator: ", ") + "]" }
        return """
            format: 1
            kind: matrix
            axes: {python: \(list(Self.pythons)), mod_wsgi: \(list(Self.modWsgis))}
            selections:
              fake:
                why: "for tests"
                cells: [{python: \(list(Self.pythons)), mod_wsgi: \(list(Self.modWsgis)), mpm: event}]

            """
    }

    /// The line of the recipe.
    private func add(_ version: String, _ files: [String: String]) async throws -> String {
        var tar = TarBuilder()
        for (name, content) in files.sorted(by: { $0.key < $1.key }) {
            tar.add("fake-\(version)/\(name)", content: content, mode: 0o755)
        }
        let archive = mirror.appending("fake-\(version).tar")
        try tar.write(to: archive)
        try await compress(archive, with: "gzip")
        return "\"\(version)\": {fake: {sha256: \"\(try sha256(ofFile: FilePath(archive.string + ".gz")))\"}}"
    }
}
