import ArgumentParser
import MatrixHost
import MatrixModel
import MatrixStore
import SystemPackage

struct CacheExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Pack entries into one file for another store.",
        discussion: """
            A module or a driver brings the Python that it was built for. The same entries give the same bytes. Of several
            entries with one label the newest is packed.

            EXAMPLES
              wsgimatrix cache export 3.13.5 -o python.tar.zst
              wsgimatrix cache export '6.1.1 for 3.13.5' 8595d9 -o pair.tar.zst
            """)

    @Argument(help: "Keys, as many of their first digits as tell them from others, or labels.") var entries: [String]
    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file.tar.zst"))
    var out: String
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func run() async throws {
        let host = Host.current()
        let store = try store.store(host)
        let named = try entries.compactMap { try store.entries(named: $0).first }
        let packed = try store.withNeeded(named)
        let path = host.environment.workingDirectory.pushing(FilePath(out))
        try await store.export(packed, to: path, threads: host.environment.cores)
        try output.present(ExportResult(packed, at: path), on: host.console) { $0.text }
    }
}
