import FoundationEssentials
import MatrixModel
import NIOCore

/// The server without its sockets: what it stores, what it counts and what it answers. Lives on one event loop.
final class Mongod {
    let loop: NIOIsolatedEventLoop
    let log: (String) -> Void
    let port: Int
    /// Nil when it is no member of a set.
    let member: Member?
    let catalog = Catalog()
    let cursors = Cursors()
    let retries = RetriedWrites()
    let topology: TopologyVersion
    var connections = ConnectionCounts()
    var operations = OperationCounts()
    let started = ContinuousClock.now
    /// Called when a client asks the server to end.
    var shutDown: () -> Void = {}
    private var identifiers = ObjectIdentifiers()

    init(_ configuration: MongodConfiguration, port: Int, loop: NIOIsolatedEventLoop) {
        self.loop = loop
        self.port = port
        log = configuration.log
        topology = TopologyVersion(process: identifiers.next())
        member = configuration.replicaSet.map { Member(setName: $0, port: port, loop: loop, log: configuration.log) }
        member?.begin(self)
    }

    func run(_ request: Request) -> Outcome {
        do throws(CommandFailure) {
            guard let command = Self.commands[request.name] else {
                throw .unknownCommand(request.command.first { _ in true }?.key ?? "")
            }
            if request.name != "embeddedpeer" { operations.commands += 1 }
            return try command(self, request)
        } catch {
            return .reply(error.reply)
        }
    }

    func newObjectID() -> [UInt8] { identifiers.next() }

    /// Milliseconds since 1970.
    var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

    /// Throws when this member must not answer queries of that kind.
    func checkReadable(_ mayReadFromSecondary: Bool) throws(CommandFailure) {
        guard let member, !member.isWritable else { return }
        guard mayReadFromSecondary else { throw .notPrimaryNoSecondaryOk }
        guard member.isReadable else {
            throw CommandFailure(code: 13436, name: "NotPrimaryOrSecondary", message: "node is recovering")
        }
    }

    func checkWritable() throws(CommandFailure) {
        if let member, !member.isWritable { throw .notPrimary }
    }
}

/// Numbers of twelve bytes that differ from those of other processes and from each other.
struct ObjectIdentifiers {
    private let random = UInt64.random(in: 0...UInt64.max)
    private var counter: UInt32 = 0

    mutating func next() -> [UInt8] {
        counter &+= 1
        var bytes: [UInt8] = []
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: random >> shift)) }
        for shift in stride(from: 24, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: counter >> shift)) }
        return bytes
    }
}

/// Operations by kind since the start.
struct OperationCounts {
    var inserts: Int64 = 0
    var queries: Int64 = 0
    var getMores: Int64 = 0
    var commands: Int64 = 0
}
