import ArgumentParser
import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTrial

struct CachePrune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove what nobody needs any more.",
        discussion: """
            Without an option only generations that no cell has any more go, and what killed runs have left. What an
            Apache, a provisioned cell, a running build or test, or another entry that stays uses is kept, and the answer
            says why. Ages count back from the last use of any entry, so that a wrong clock makes nothing old.

            EXAMPLES
              wsgimatrix cache prune --older-than 30d --dry-run
              wsgimatrix cache prune --keep 2 --quarantine
              wsgimatrix cache prune --max-size 10GB
            """)

    @Option(help: "Keep so many of each label, those that were used last; alone it removes the others.")
    var keep: Int?
    @Option(help: ArgumentHelp("Remove what was not used for so long, such as 12h, 30d or 8w.", valueName: "age"))
    var olderThan: Age?
    @Option(help: ArgumentHelp("Remove what was used least lately until no more is left than this.", valueName: "size"))
    var maxSize: ByteCount?
    @Flag(help: "Remove all that was found damaged.") var quarantine = false
    @Flag(help: "Remove the logs of builds.") var logs = false
    @Flag(help: "Remove the build folders that --keep of a provision has left.") var builds = false
    @Flag(help: "Forget which cells are provisioned, but for those that are served: what only they use may go.")
    var forgetCells = false
    @Flag(help: "Remove nothing, and say what would go.") var dryRun = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func validate() throws {
        if let keep, keep < 0 { throw ValidationError("--keep takes a number from 0 on") }
    }

    func run() async throws {
        let host = Host.current()
        let store = try store.store(host)
        let result = try await store.prune(rules, live: liveGenerations(of: store, host: host))
        try output.present(PruneSummary(result, isDryRun: dryRun), on: host.console) { $0.text }
    }

    private var rules: PruneRules {
        var leftovers: Set<LeftoverFolder> = []
        if quarantine { leftovers.insert(.quarantine) }
        if logs { leftovers.insert(.logs) }
        if builds { leftovers.insert(.kept) }
        return PruneRules(
            keep: keep, olderThan: olderThan?.duration, maximum: maxSize, leftovers: leftovers,
            forgetsCells: forgetCells, isDryRun: dryRun)
    }
}
