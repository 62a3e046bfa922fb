import MatrixModel
import NIOCore

extension Member {
    private static let interval = TimeAmount.milliseconds(250)

    func tick() {
        guard !isEnded, configuration != nil else { return }
        for peer in peers { beat(peer) }
        considerElection()
        ticker = loop.scheduleTask(in: Self.interval) { [weak self] () -> Void in self?.tick() }
    }

    /// Asks another member how it is.
    func beat(_ peer: Peer, then: @escaping (_ isWell: Bool) -> Void = { _ in }) {
        guard !peer.isBeating, let configuration else { return }
        peer.isBeating = true
        let message = message("heartbeat", to: peer) { $0.append("config", .document(configuration.document)) }
        peer.link.send(OpMsg(message)) { [weak self] reply in
            peer.isBeating = false
            guard let self, let reply, reply["ok"]?.isTrue == true, let status = PeerStatus(reply) else {
                self?.lost(peer)
                return then(false)
            }
            peer.isAlive = true
            learn(status, of: peer)
            bringIntoSync(peer)
            settle()
            considerElection()
            then(true)
        }
    }

    /// What another member said of itself.
    func learn(_ status: PeerStatus, of peer: Peer) {
        peer.role = status.role
        peer.applied = status.applied
        if status.term > term {
            if role == .primary { stepDown("a later election was won elsewhere") }
            term = status.term
            if primary != peer.id { primary = nil }
        }
        if status.role == .primary, status.term == term {
            if primary != peer.id { log("the primary is \(peer.host.text), term \(term)") }
            primary = peer.id
        } else if primary == peer.id {
            primary = nil
        }
    }

    /// Another member does not answer any more.
    func lost(_ peer: Peer) {
        guard !isEnded else { return }
        if peer.isAlive { log("\(peer.host.text) is gone") }
        peer.isAlive = false
        peer.sync = .unknown
        if primary == peer.id { primary = nil }
        if role == .primary, !seesMajority { stepDown("no majority is alive") }
        settle()
        considerElection()
    }

    func stepDown(_ why: String) {
        log("not primary any more: \(why)")
        role = .secondary
        primary = nil
        for peer in peers { peer.sync = .unknown }
    }

    /// A message to another member, with what it should know of this one.
    func message(_ kind: String, to peer: Peer, _ more: (inout BSONWriter) -> Void = { _ in }) -> BSONDocument {
        var writer = BSONWriter()
        writer.append("embeddedPeer", .string(kind))
        writer.append("set", .string(setName))
        writer.append("from", .int32(id))
        writer.append("to", .int32(peer.id))
        status.write(to: &writer)
        more(&writer)
        writer.append("$db", "admin")
        return writer.finish()
    }
}
