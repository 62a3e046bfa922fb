import ArgumentParser
import MatrixBuild
import MatrixServers
import MatrixTrial
import SystemPackage

/// Which MongoDB a test runs with.
struct MongoSourceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Servers that run already, as mongodb://host:port,…; nothing is started.", valueName: "uri"))
    var mongodb: String?

    @Option(
        help: ArgumentHelp(
            "The mongod to start. Default: one on PATH, else MongoDB's own download, else the embedded stand-in, which every result names as what it is.",
            valueName: "path"))
    var mongod: String?

    func validate() throws {
        if mongodb != nil, mongod != nil { throw ValidationError("--mongodb and --mongod exclude each other") }
    }

    /// Throws for a `--mongod` that cannot be run, before anything is built for it.
    func source(_ context: Context, _ fetching: FetchFlags) async throws -> MongoSource {
        if let mongodb { return .uri(mongodb) }
        let selection = context.mongodSelection(fetching)
        if let mongod {
            let given = try await selection.choose(given: FilePath(mongod))
            return .program(MongodChoice { given })
        }
        return .program(MongodChoice { try await selection.choose(given: nil) })
    }
}
