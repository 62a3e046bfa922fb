import ArgumentParser
import MatrixHost
import MatrixModel
import MatrixStore

struct Cache: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache",
        abstract: "Look into the store.", subcommands: [CacheList.self])
}

struct CacheList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what is built.",
        discussion: """
            EXAMPLES
              wsgimatrix cache list
              wsgimatrix cache list --json
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func run() throws {
        let context = try store.context()
        try output.present(EntryList(store: context.store), on: context.host.console) { $0.text }
    }
}
