import ArgumentParser
import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixStore
import SystemPackage

struct Fetch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Bring tarballs into the store and verify them, for work without a network.",
        discussion: """
            Without a version it brings the Python and the mod_wsgi of the default cell.

            EXAMPLES
              wsgimatrix fetch --python 3.13.5 --mod-wsgi 6.1.1 --pymongo 4.20.0
              wsgimatrix fetch --python 2.7.18 --python 3.9.2 --mod-wsgi 4.9.4 --to /media/tarballs
            """)

    @Option(help: "A Python to bring; may be given several times.") var python: [String] = []
    @Option(help: "A mod_wsgi to bring; may be given several times.") var modWsgi: [String] = []
    @Option(help: "A PyMongo to bring, such as 4.20.0; may be given several times.") var pymongo: [String] = []
    @Option(help: "A MongoDB server to bring, such as 8.0; may be given several times.") var mongodb: [String] = []
    @Option(
        help: ArgumentHelp(
            "Leave copies here too, under their upstream names: a folder for --mirror.", valueName: "dir"))
    var to: String?
    @OptionGroup var fetching: FetchFlags
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func run() async throws {
        let context = try store.context()
        try context.store.prepareForWriting()
        let fetcher = context.fetcher(fetching)
        var result = FetchResult()
        for sources in try wanted(in: context.recipes) {
            let (source, path) = try await fetcher.fetch(anyOf: sources)
            result.files.append(FetchResult.File(source, at: try copied(path, in: context)))
        }
        try output.present(result, on: context.host.console) { $0.text }
    }

    private func wanted(in recipes: RecipeBook) throws -> [[Source]] {
        let useDefault = python.isEmpty && modWsgi.isEmpty && pymongo.isEmpty && mongodb.isEmpty
        let pythons = try (useDefault ? [DefaultCell.python] : python).map { text in
            let version = try recipes.cpython.resolve(text)
            return try sources(recipes.cpython.table, of: version.release, .cpython)
        }
        return try pythons
            + (useDefault ? [DefaultCell.modWsgi] : modWsgi).map { text in
                try sources(recipes.modWsgi.table, of: try recipes.modWsgi.resolve(text), .modWsgi)
            }
            + pymongo.map { try sources(recipes.driver.table, of: try recipes.driver.resolve($0), .driver) }
            + mongodb.map { try sources(recipes.mongodb.table, of: try recipes.mongodb.resolve($0), .mongodb) }
    }

    private func sources(_ table: SourceTable, of version: Version, _ kind: RecipeKind) throws -> [Source] {
        let sources = table.sources(of: version)
        guard !sources.isEmpty else {
            throw BuildError.notBuilt(
                kind: kind, version: "\(version)", reason: table.notBuilt(version) ?? "the recipe names no tarball")
        }
        return sources
    }

    private func copied(_ path: FilePath, in context: Context) throws -> FilePath {
        guard let to, let name = path.lastComponent else { return path }
        let folder = context.host.environment.workingDirectory.pushing(FilePath(to))
        try Files.makeFolders(folder)
        let copy = folder.appending(name)
        let partial = folder.appending(".\(name.string).partial")
        try Files.removeTree(partial)
        try Files.copyFile(from: path, to: partial)
        try Files.rename(from: partial, to: copy)
        return copy
    }
}

/// The cell that examples, `make demo` and a bare `fetch` use: the newest that every mirror serves.
enum DefaultCell {
    static let python = "3.13.5"
    static let modWsgi = "6.1.1"
}
