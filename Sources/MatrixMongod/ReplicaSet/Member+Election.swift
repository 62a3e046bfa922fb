import MatrixModel

extension Member {
    /// How long each member with a better claim gets before this one stands for election.
    private static let precedence = Duration.milliseconds(500)

    /// Stands for election when there is no primary and this member's turn has come.
    func considerElection() {
        guard !isEnded, role == .secondary, primary == nil, seesMajority, !isCampaigning else { return }
        let better = peers.count { peer in
            peer.isAlive && peer.role == .secondary
                && (peer.applied > applied || (peer.applied == applied && peer.id < id))
        }
        guard ContinuousClock.now >= primaryMissingSince + Self.precedence * better else { return }
        campaign()
    }

    private func campaign() {
        guard let configuration else { return }
        let proposal = max(term, votedIn) + 1
        votedIn = proposal
        isCampaigning = true
        var votes = 1
        let voters = peers.filter(\.isAlive)
        var open = voters.count
        let count = { [weak self] in
            guard let self, isCampaigning, votedIn == proposal else { return }
            if role == .secondary, primary == nil, votes >= configuration.majority {
                isCampaigning = false
                becomePrimary(proposal)
            } else if open == 0 {
                isCampaigning = false
                primaryMissingSince = .now
            }
        }
        for voter in voters {
            let message = message("vote", to: voter) { $0.append("proposal", .int64(proposal)) }
            voter.link.send(OpMsg(message), within: .seconds(1)) { reply in
                open -= 1
                if reply?["granted"]?.isTrue == true { votes += 1 }
                count()
            }
        }
        count()
    }

    private func becomePrimary(_ proposal: Int64) {
        term = proposal
        role = .primary
        primary = id
        log("primary, term \(term)")
        for peer in peers {
            peer.sync = .unknown
            beat(peer)
        }
        settle()
    }

    /// One vote a term, and only for a member that has all that this one has, and not while a primary is there.
    func grantsVote(to candidate: Peer, proposal: Int64) -> Bool {
        guard role != .primary, primary == nil || primary == candidate.id, proposal > term, proposal > votedIn,
            proposal < .max / 2, candidate.applied >= applied
        else { return false }
        votedIn = proposal
        return true
    }
}
