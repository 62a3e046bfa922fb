import ArgumentParser
import MatrixHost
import MatrixServers
import MatrixTrial
import SystemPackage

struct Mongo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mongo",
        abstract: "Start, show and stop MongoDB servers by themselves, without a cell.",
        subcommands: [MongoStart.self, MongoStatus.self, MongoStop.self])
}

struct MongoStart: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Start a MongoDB server, or a set, in the background, on the loopback.",
        discussion: """
            The server is `--mongod PATH`, else a `mongod` on PATH, else MongoDB's own from the store or its download
            host, else the embedded stand-in, which is not MongoDB. It returns when every server answers and a set has
            a primary. `wsgimatrix mongo stop` ends it.

            EXAMPLES
              wsgimatrix mongo start
              wsgimatrix mongo start --topology replica-set --members 3 --port 27017
            """)

    @OptionGroup var topology: TopologyOptions
    @Option(help: "The first server's port on 127.0.0.1, the others have the next ones. Default: free ones.")
    var port: UInt16?
    @Option(help: ArgumentHelp("The server's program.", valueName: "path")) var mongod: String?
    @OptionGroup var fetching: FetchFlags
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func validate() throws {
        if port == 0 { throw ValidationError("--port takes a number from 1 to 65535") }
    }

    func run() async throws {
        let context = try store.context()
        let mongo = try await context.mongo.start(topology.value, port: port) {
            try await context.mongodSelection(fetching).choose(given: mongod.map { FilePath($0) })
        }
        try output.present(MongoResult(mongo, await mongo.members()), on: context.host.console) { $0.text }
    }
}

struct MongoStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say which MongoDB servers run, by their processes and their own words.",
        discussion: """
            Exit code 1 when a server that was started does not run any more.

            EXAMPLES
              wsgimatrix mongo status
              wsgimatrix mongo status --json
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func run() async throws {
        let context = try store.context()
        let recorded = context.mongo.recorded()
        let result = MongoResult(recorded, await recorded?.members() ?? [])
        try output.present(result, on: context.host.console) { $0.text }
        if result.members.contains(where: { $0.pid == nil }) { throw ExitCode(1) }
    }
}

struct MongoStop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop the MongoDB servers that were started; no foreign process is ever signalled.",
        discussion: """
            Their data goes, their logs stay.

            EXAMPLES
              wsgimatrix mongo stop
              wsgimatrix mongo stop --json
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    func run() async throws {
        let context = try store.context()
        let result = MongoStopResult(try await context.mongo.stop())
        try output.present(result, on: context.host.console) { $0.text }
    }
}
