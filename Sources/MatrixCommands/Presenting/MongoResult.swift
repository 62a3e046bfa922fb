import MatrixServers

/// The MongoDB servers of a store.
struct MongoResult: Encodable {
    /// Nil when nothing was started.
    var uri: String?
    var topology: String?
    /// `given`, `found`, `store` or `embedded`, which is not MongoDB.
    var kind: String?
    var version: String?
    var members: [MongoMemberState]

    private var server: String?

    private enum CodingKeys: String, CodingKey { case uri, topology, kind, version, members }

    init(_ mongo: RunningMongo?, _ members: [MongoMemberState]) {
        self.members = members
        guard let mongo else { return }
        (uri, topology, kind, version) = (mongo.uri, "\(mongo.topology)", mongo.kind.rawValue, mongo.version)
        server = "\(mongo.kind.words), version \(mongo.version)"
    }

    var text: String {
        guard let uri, let topology, let server else { return "no MongoDB server was started" }
        let rows = members.map { [$0.address, $0.pid.map { "\($0)" } ?? "", $0.state, $0.log ?? ""] }
        return """
            \(uri)
            \(topology): \(server)

            \(TextTable(header: ["address", "pid", "state", "log"], rows: rows).text)
            """
    }
}

/// What a stop did.
struct MongoStopResult: Encodable {
    var ended: Int
    /// Those that did not end when asked to.
    var killed: [Int32]

    init(_ outcome: StopOutcome?) { (ended, killed) = (outcome?.ended ?? 0, outcome?.killed ?? []) }

    var text: String {
        guard ended > 0 else { return "no MongoDB server was running" }
        return "stopped \(ended) process\(ended == 1 ? "" : "es")"
            + (killed.isEmpty ? "" : ", \(killed.count) of them only by SIGKILL")
    }
}
