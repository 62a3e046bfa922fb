import Foundation
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage

/// A pair that takes a second or two to build, so that a test can break into its build at many moments.
///
/// What is fake: both tarballs. The "CPython" is a `configure` that waits, a Makefile that links an empty
/// `libpython3.13.so.1.0`, and an interpreter that is a shell script and gives the answer that the check after the
/// install wants. The "mod_wsgi" is an empty Apache module that links against that library. All else is real: the
/// binary, its recipes (these are a user's own), unpacking, steps, checks, publishing, gcc, make and Apache's load check.
struct FakePair {
    static let python = "3.13.99"
    static let modWsgi = "6.1.99"

    let recipes: FilePath
    let mirror: FilePath
    /// A line for every `configure` of the Python that was begun.
    private let configureRuns: FilePath

    /// With `firstRunHangs` the first `configure` of the Python does not end by itself.
    init(in root: FilePath, firstRunHangs: Bool = false) async throws {
        (recipes, mirror) = (root.appending("recipes"), root.appending("mirror"))
        configureRuns = root.appending("configure-runs")
        try Files.makeFolder(recipes)
        try Files.makeFolder(mirror)
        let hang = firstRunHangs ? "if mkdir '\(root)/was-here' 2>/dev/null; then sleep 600; fi" : ""
        let configure = FakeSources.pythonConfigure
            .replacing("{runs}", with: configureRuns.string).replacing("{hang}", with: hang)
        try await add(
            .cpython, Self.python,
            ["configure": configure, "Makefile": FakeSources.pythonMakefile, "python": FakeSources.interpreter])
        try await add(
            .modWsgi, Self.modWsgi,
            [
                "configure": FakeSources.moduleConfigure, "Makefile": FakeSources.moduleMakefile,
                "module.c": FakeSources.module,
            ])
    }

    var provision: [String] {
        [
            "provision", Self.python, Self.modWsgi, "--recipes", recipes.string, "--offline", "--mirror", mirror.string,
            "--json",
        ]
    }

    /// How often the Python's `configure` was begun.
    func configureCount() throws -> Int {
        guard try Files.status(configureRuns) != nil else { return 0 }
        return try Files.readText(configureRuns).split(separator: "\n").count
    }

    private func add(_ kind: RecipeKind, _ version: String, _ files: [String: String]) async throws {
        var tar = TarBuilder()
        for (name, content) in files.sorted(by: { $0.key < $1.key }) {
            tar.add("fake-\(version)/\(name)", content: content, mode: 0o755)
        }
        let archive = mirror.appending("fake-\(version).tar")
        try tar.write(to: archive)
        try await compress(archive, with: "gzip")
        try Files.writeFile(
            recipes.appending(kind.fileName),
            """
            format: 1
            kind: \(kind.rawValue)
            archives: {fake: {file: "fake-{version}.tar.gz"}}
            versions:
              "\(version)": {fake: {sha256: "\(try sha256(ofFile: FilePath(archive.string + ".gz")))"}}

            """)
    }
}
