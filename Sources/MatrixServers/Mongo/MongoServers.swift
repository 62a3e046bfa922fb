package import MatrixHost
package import MatrixModel
package import SystemPackage

/// Starts topologies of one executable, each from a folder of its own that holds all that is known about it.
///
/// Two starts in one folder at the same time are the caller's to keep apart, with a lock.
package struct MongoServers: Sendable {
    let host: Host
    let executable: MongodExecutable
    let supervision: Supervision?
    /// How long a member may take until it answers, and a set until it has a primary.
    let patience: Duration

    /// Without `supervision` the servers outlive this process.
    package init(
        host: Host, executable: MongodExecutable, supervision: Supervision?, patience: Duration = .seconds(60)
    ) {
        self.host = host
        self.executable = executable
        self.supervision = supervision
        self.patience = patience
    }

    /// Returns when every member answers and a set has a primary. The members listen on `port`, `port` + 1, …, or on
    /// free ports below the ephemeral ones.
    ///
    /// When anything fails, and when the task is cancelled, all that was started is ended; the logs stay in `folder`.
    package func start(_ topology: Topology, port: UInt16? = nil, in folder: FilePath) async throws -> RunningMongo {
        if let record = MongoRecord.read(folder),
            record.members.contains(where: { !MemberProcesses(table: host.processTable, member: $0).all().isEmpty })
        {
            throw ServerError.mongoBusy(folder.string, topology: record.topology)
        }
        if let port {
            let ports = (0..<topology.members).map { Int(port) + $0 }.compactMap(UInt16.init(exactly:))
            guard ports.count == topology.members else { throw ServerError.portTaken(.max, owner: nil) }
            for port in ports {
                if case .taken(let owner) = loopbackPortUse(port) {
                    throw ServerError.portTaken(port, owner: .init(owner))
                }
            }
            return try await start(topology, on: ports, in: folder)
        }
        // Ports that we looked for may be taken by the time the servers bind them.
        for _ in 0..<3 {
            do {
                return try await start(topology, on: try freeFixedLoopbackPorts(topology.members), in: folder)
            } catch ServerError.portTaken {
                continue
            }
        }
        return try await start(topology, on: try freeFixedLoopbackPorts(topology.members), in: folder)
    }

    private func start(_ topology: Topology, on ports: [UInt16], in folder: FilePath) async throws -> RunningMongo {
        let members = ports.enumerated().map { index, port in
            MongoRecord.Member(port: port, folder: folder.appending("member-\(index + 1)").string)
        }
        let record = MongoRecord(
            kind: executable.kind, executable: executable.path.string, leadingArguments: executable.leadingArguments,
            topology: topology.description, members: members)
        try prepare(members, in: folder)
        try record.write(folder)
        let mongo = RunningMongo(host: host, record: record, folder: folder, supervision: supervision)
        try await withCleanUp {
            try await mongo.startAll(within: patience)
        } onError: {
            _ = try? await mongo.stop()
        }
        return mongo
    }

    /// Empty data folders: what an earlier start left is gone.
    private func prepare(_ members: [MongoRecord.Member], in folder: FilePath) throws {
        do {
            try Files.makeFolders(folder)
            for name in try Files.listFolder(folder) where name.hasPrefix("member-") {
                try Files.removeTree(folder.appending(name))
            }
            for member in members { try Files.makeFolders(member.data) }
        } catch let error as FileError {
            throw ServerError.runFolderUnusable(folder.string, reason: "\(error)")
        }
    }
}
