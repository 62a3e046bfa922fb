import MatrixModel
import NIOCore

/// This server as a member of a set: who is there, who is the primary, and what has been written.
///
/// A member counts as alive as long as a connection to it answers. There is one vote a term; who has the latest writes,
/// and among those the lowest `_id`, stands for election first. Terms only rise, so two primaries never share one.
final class Member {
    let setName: String
    let port: Int
    let loop: NIOIsolatedEventLoop
    let log: (String) -> Void
    private(set) weak var mongod: Mongod?

    private(set) var configuration: SetConfiguration?
    private(set) var id: Int32 = -1
    private(set) var peers: [Peer] = []
    private(set) var isEnded = false
    var ticker: Scheduled<Void>?

    var role = Role.startup
    /// Of the last primary that was known.
    var term: Int64 = 0
    /// The last term in which this member gave its vote away.
    var votedIn: Int64 = 0
    var applied = OperationTime()
    var isCampaigning = false
    var primary: Int32? {
        didSet { if primary == nil, oldValue != nil { primaryMissingSince = .now } }
    }
    var primaryMissingSince = ContinuousClock.now
    private var published: Published?

    init(setName: String, port: Int, loop: NIOIsolatedEventLoop, log: @escaping (String) -> Void) {
        self.setName = setName
        self.port = port
        self.loop = loop
        self.log = log
    }

    func begin(_ mongod: Mongod) { self.mongod = mongod }

    func end() {
        isEnded = true
        ticker?.cancel()
        for peer in peers { peer.link.end() }
    }

    /// Clients may write: it is the primary, and a majority follows it.
    var isWritable: Bool {
        guard role == .primary, let configuration else { return false }
        return peers.count { $0.sync == .inSync } + 1 >= configuration.majority
    }

    var isReadable: Bool { role == .primary || role == .secondary }

    var seesMajority: Bool {
        guard let configuration else { return false }
        return peers.count(where: \.isAlive) + 1 >= configuration.majority
    }

    var status: PeerStatus { PeerStatus(term: term, role: role, applied: applied) }

    func peer(_ id: Int32) -> Peer? { peers.first { $0.id == id } }

    /// Becomes the member `id` of a set.
    func join(_ configuration: SetConfiguration, as id: Int32, role: Role) {
        self.configuration = configuration
        self.id = id
        self.role = role
        peers = configuration.hosts.filter { $0.id != id }.map { Peer($0, on: loop) }
        for peer in peers {
            peer.link.onClose = { [weak self, weak peer] in
                guard let self, let peer else { return }
                lost(peer)
            }
        }
        log("member \(id) of \(configuration.name): \(configuration.hosts.map(\.text).joined(separator: ", "))")
        settle()
        tick()
    }

    /// As if it had never joined.
    func leave() {
        ticker?.cancel()
        for peer in peers { peer.link.end() }
        peers = []
        configuration = nil
        role = .startup
        settle()
    }

    /// Tells the clients that wait when what hello says has changed. To be called after every change.
    func settle() {
        let now = Published(
            isConfigured: configuration != nil, role: role, isWritable: isWritable, primary: primary, term: term)
        guard now != published else { return }
        published = now
        mongod?.topology.advance()
    }
}

/// What hello says of a member, as far as it changes.
private struct Published: Equatable {
    var isConfigured: Bool
    var role: Role
    var isWritable: Bool
    var primary: Int32?
    var term: Int64
}
