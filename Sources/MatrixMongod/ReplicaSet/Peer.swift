import MatrixModel
import NIOCore

/// Another member, as this one knows it.
final class Peer {
    enum Sync {
        /// The primary does not know what it has.
        case unknown
        /// It is being sent everything; writes follow on the same connection.
        case receiving
        case inSync
    }

    let host: SetConfiguration.Host
    let link: PeerLink
    var isAlive = false
    var isBeating = false
    var role = Role.startup
    var applied = OperationTime()
    var sync = Sync.unknown

    init(_ host: SetConfiguration.Host, on loop: NIOIsolatedEventLoop) {
        self.host = host
        link = PeerLink(host, on: loop)
    }

    var id: Int32 { host.id }
}

/// What every message between members says of its sender.
struct PeerStatus {
    var term: Int64
    var role: Role
    var applied: OperationTime

    init(term: Int64, role: Role, applied: OperationTime) {
        self.term = term
        self.role = role
        self.applied = applied
    }

    init?(_ document: BSONDocument) {
        guard let term = document["term"]?.integer, let number = document["role"]?.integer,
            let role = Int32(exactly: number).flatMap(Role.init), let appliedTerm = document["appliedTerm"]?.integer,
            let appliedIndex = document["appliedIndex"]?.integer, term >= 0, term < .max / 2, appliedIndex < .max / 2
        else { return nil }
        self.init(term: term, role: role, applied: OperationTime(term: appliedTerm, index: appliedIndex))
    }

    func write(to writer: inout BSONWriter) {
        writer.append("term", .int64(term))
        writer.append("role", .int32(role.rawValue))
        writer.append("appliedTerm", .int64(applied.term))
        writer.append("appliedIndex", .int64(applied.index))
    }
}
