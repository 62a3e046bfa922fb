import MatrixHost
import MatrixModel
package import MatrixServers
import SystemPackage

/// Where a test's MongoDB servers come from.
package enum MongoSource: Sendable {
    /// Servers that somebody else runs.
    case uri(String)
    /// An application without a database.
    case none
    /// Started for the test, and ended with it.
    case program(MongodChoice)

    /// A topology that answers. With a `port`, the only one that will do, its members listen there and on
    /// the ports behind it.
    func start(
        _ topology: Topology, port: UInt16?, in folder: FilePath, host: Host
    ) async throws -> RunningMongo? {
        switch self {
        case .none: return nil
        case .uri(let uri): return try await RunningMongo.connect(uri, expecting: topology, host: host)
        case .program(let choice):
            do {
                return try await MongoServers(
                    host: host, executable: choice.executable(), supervision: Supervision()
                ).start(topology, port: port, in: folder)
            } catch ServerError.portTaken(let taken, let owner) where port != nil {
                throw ServerError.defaultPortTaken(taken, owner: owner)
            }
        }
    }
}

/// Finds the server program when a cell first needs it, and only once for all cells: MongoDB's own has to be downloaded.
package actor MongodChoice {
    private let find: @Sendable () async throws -> MongodExecutable
    private var search: Task<MongodExecutable, any Error>?

    package init(_ find: @escaping @Sendable () async throws -> MongodExecutable) { self.find = find }

    func executable() async throws -> MongodExecutable {
        let search = search ?? Task { [find] in try await find() }
        self.search = search
        return try await withTaskCancellationHandler {
            try await search.value
        } onCancel: {
            search.cancel()
        }
    }
}
