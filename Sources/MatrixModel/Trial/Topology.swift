/// How many MongoDB servers there are, and whether they are a set.
package enum Topology: Hashable, Sendable {
    case standalone
    /// A set of that many members, at least one.
    case replicaSet(members: Int)

    /// The members of a set when nobody says otherwise.
    package static let defaultMembers = 3

    package var members: Int {
        switch self {
        case .standalone: 1
        case .replicaSet(let members): members
        }
    }
}

extension Topology: CustomStringConvertible, LosslessStringConvertible {
    /// `standalone`, `replica-set` for a set of three, else `replica-set-5`.
    package var description: String {
        switch self {
        case .standalone: "standalone"
        case .replicaSet(Self.defaultMembers): "replica-set"
        case .replicaSet(let members): "replica-set-\(members)"
        }
    }

    package init?(_ text: String) {
        switch text {
        case "standalone": self = .standalone
        case "replica-set": self = .replicaSet(members: Self.defaultMembers)
        default:
            guard text.hasPrefix("replica-set-"), let members = Int(text.dropFirst("replica-set-".count)),
                (1...7).contains(members)
            else { return nil }
            self = .replicaSet(members: members)
        }
    }
}
