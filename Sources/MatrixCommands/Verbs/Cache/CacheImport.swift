import ArgumentParser
import MatrixHost
import MatrixStore
import SystemPackage

struct CacheImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring the entries of an export into the store.",
        discussion: """
            Every file is held against its digest before anything is published; what is there already stays as it is. An
            entry is found when this machine's compiler, libraries and Apache are those that it was built with.

            EXAMPLES
              wsgimatrix cache import pair.tar.zst
              wsgimatrix cache import pair.tar.zst --cache /srv/wsgimatrix
            """)

    @Argument(help: "What `cache export` has written.") var file: String
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func run() async throws {
        let host = Host.current()
        let store = try store.store(host)
        let path = host.environment.workingDirectory.pushing(FilePath(file))
        let result = ImportResult(try await store.importEntries(from: path))
        try output.present(result, on: host.console) { $0.text }
    }
}
