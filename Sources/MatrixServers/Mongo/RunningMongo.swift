package import MatrixHost
package import MatrixModel
import Synchronization
package import SystemPackage

/// A topology that answers, started here or given by its address.
package final class RunningMongo: Sendable {
    package let topology: Topology
    package let kind: MongoServerKind
    /// What a driver connects to.
    package let uri: String
    /// The members in the order of `kill(member:)` and `restart(member:)`.
    package let hosts: [MongoAddress]

    let host: Host
    let supervision: Supervision?
    /// Nil for servers that somebody else started.
    let folder: FilePath?
    let record: Mutex<MongoRecord?>
    let programs = Mutex<[UInt16: BackgroundProgram]>([:])
    let counters: [MongoCounter]
    private let askedVersion: Mutex<String>

    init(host: Host, record: MongoRecord, folder: FilePath, supervision: Supervision?) {
        (self.host, self.folder, self.supervision) = (host, folder, supervision)
        topology = Topology(record.topology) ?? .standalone
        (kind, uri, hosts) = (record.kind, record.uri, record.members.map(\.address))
        counters = hosts.map(MongoCounter.init)
        askedVersion = Mutex(record.version ?? "")
        self.record = Mutex(record)
    }

    fileprivate init(host: Host, topology: Topology, uri: String, hosts: [MongoAddress], build: ServerBuild) {
        (self.host, folder, supervision) = (host, nil, nil)
        (self.topology, self.uri, self.hosts) = (topology, uri, hosts)
        kind = build.isEmbedded ? .embedded : .uri
        counters = hosts.map(MongoCounter.init)
        askedVersion = Mutex(build.version)
        record = Mutex(nil)
    }

    /// As the server says itself, of the embedded one its own; empty when it does not tell.
    package var version: String { askedVersion.withLock { $0 } }

    func learn(version: String) { askedVersion.withLock { $0 = version } }

    /// What the servers count, over all members; nil when one of them does not tell.
    ///
    /// Each member is asked over one connection that stays open from the first time on. It is not among
    /// `currentConnections`, and in `totalConnections` it counts once, so that the difference between two samples is the
    /// clients' alone.
    package func counts() async -> Sample.Server? {
        var sum = Sample.Server(currentConnections: 0, totalConnections: 0, openCursors: 0)
        for counter in counters {
            guard let counts = await counter.counts() else { return nil }
            sum.currentConnections += counts.currentConnections
            sum.totalConnections += counts.totalConnections
            sum.openCursors += counts.openCursors
        }
        return sum
    }
}

extension RunningMongo {
    /// What was started in a folder, whether it still runs or not; nil when nothing is known to have been.
    package static func recorded(in folder: FilePath, host: Host) -> RunningMongo? {
        MongoRecord.read(folder).map { RunningMongo(host: host, record: $0, folder: folder, supervision: nil) }
    }

    /// Each member as it is now, by its process and its own words.
    package func members() async -> [MongoMemberState] {
        var states: [MongoMemberState] = []
        for (index, address) in hosts.enumerated() {
            let member = record.withLock { $0?.members[index] }
            let process = member.flatMap { MemberProcesses(table: host.processTable, member: $0).leader() }
            let isOurs = member == nil || process != nil
            let hello = isOurs ? try? await HelloAnswer.ask(address) : nil
            states.append(
                MongoMemberState(
                    address: address.description, pid: process?.pid,
                    state: isOurs ? hello?.words ?? "silent" : "not running", log: member?.log.string))
        }
        return states
    }

    /// Servers that somebody else runs, of which nothing is started or stopped; the first that answers tells what they
    /// are. Throws `ServerError.wrongTopology` when they are not what was asked for (nil takes what is there).
    package static func connect(_ uri: String, expecting topology: Topology?, host: Host) async throws -> RunningMongo {
        let given = try MongoURI(uri)
        var failure: any Error = Errno.connectionRefused
        for address in given.addresses {
            let hello: HelloAnswer
            do { hello = try await HelloAnswer.ask(address) } catch {
                failure = error
                continue
            }
            let found: Topology = hello.setName == nil ? .standalone : .replicaSet(members: hello.hosts.count)
            if let topology, topology != found {
                throw ServerError.wrongTopology(
                    "\(address)", asked: topology.description, found: found.description)
            }
            return RunningMongo(
                host: host, topology: found, uri: uri,
                hosts: hello.setName == nil ? [address] : hello.hosts.compactMap { MongoAddress($0) },
                build: await ServerBuild.ask(address))
        }
        throw ServerError.mongoUnreachable(
            given.addresses.map { "\($0)" }.joined(separator: ","), reason: "\(failure)")
    }
}

/// What is true about one member right now.
package struct MongoMemberState: Sendable, Equatable, Codable {
    package var address: String
    /// Nil when it does not run, and for servers that somebody else started.
    package var pid: Int32?
    /// `primary of 3`, `secondary of 3`, `standalone`, `silent`, `not running`, …
    package var state: String
    package var log: String?
}
