import ArgumentParser
import MatrixHost
import MatrixModel

struct CacheList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what is built.",
        discussion: """
            An entry counts as used when a provision, a test or a serve finds it; that is noted once a day.

            EXAMPLES
              wsgimatrix cache list
              wsgimatrix cache list --sort size --kind mod_wsgi
              wsgimatrix cache list 3.13 --json
            """)

    @Argument(help: "Only what has a label that begins so.") var label: String?
    @Option(help: "Only this kind: \(EntryKind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind: EntryKind?
    @Option(help: "What comes first: the largest, the first name, the last built, the last used.")
    var sort: EntryOrder = .name
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func run() throws {
        let host = Host.current()
        let list = try EntryList(store: store.store(host), kind: kind, label: label, order: sort)
        try output.present(list, on: host.console) { $0.text }
    }
}

extension EntryKind: ExpressibleByArgument {}
extension EntryOrder: ExpressibleByArgument {}
