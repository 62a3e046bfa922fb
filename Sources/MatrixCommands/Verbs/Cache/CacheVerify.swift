import ArgumentParser
import MatrixHost
import MatrixStore
import MatrixTrial

struct CacheVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Read every byte of the store and say what is damaged.",
        discussion: """
            Exit code 1 when something is damaged and was not repaired. With --repair it goes to quarantine, and the next
            use makes it again.

            EXAMPLES
              wsgimatrix cache verify
              wsgimatrix cache verify --repair
            """)

    @Flag(help: "Move what is damaged to quarantine, and remove what killed runs have left.") var repair = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func run() async throws {
        let host = Host.current()
        let store = try store.store(host)
        let report = try await store.verify(
            repair: repair, live: liveGenerations(of: store, host: host), progress: host.console.transient)
        let result = VerifyResult(report, store: store)
        try output.present(result, on: host.console) { $0.text }
        if report.damage.contains(where: { !$0.isRepaired }) { throw ExitCode(1) }
    }
}
