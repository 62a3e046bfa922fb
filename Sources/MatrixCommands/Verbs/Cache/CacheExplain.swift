import ArgumentParser
import MatrixHost
import MatrixModel
import MatrixStore

struct CacheExplain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say what a key is a digest of, and why something was built again.",
        discussion: """
            With one key it lists every input; with two it says which inputs differ. A label with several entries compares
            the newest two of them.

            EXAMPLES
              wsgimatrix cache explain 8595d9
              wsgimatrix cache explain 3.13.5
              wsgimatrix cache explain '6.1.1 for 3.13.5'
              wsgimatrix cache explain 8595d9 22da9e
            """)

    @Argument(help: "A key, as many of its first digits as tell it from others, or a label.") var entry: String
    @Argument(help: "Another one to compare it with.") var other: String?
    @Option(help: "Only this kind: \(EntryKind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind: EntryKind?
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func run() throws {
        let host = Host.current()
        let store = try store.store(host)
        let kinds = kind.map { [$0] } ?? EntryKind.allCases
        let named = try store.entries(named: entry, of: kinds)
        let second =
            try other.map { try store.entries(named: $0, of: kinds).first }
            ?? named.dropFirst().first { $0.kind == named[0].kind && $0.record.label == named[0].record.label }
        if named.count > 1 { host.console.note("\(named.count) entries are called `\(entry)`: this is the newest") }
        try output.present(KeyExplanation(named[0], second), on: host.console) { $0.text }
    }
}
