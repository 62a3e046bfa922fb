import ArgumentParser
import MatrixModel

/// Which MongoDB servers there are to be.
struct TopologyOptions: ParsableArguments {
    enum Shape: String, CaseIterable, ExpressibleByArgument {
        case standalone
        case replicaSet = "replica-set"
    }

    @Option(help: "One MongoDB server, or a set. Default: standalone.")
    var topology: Shape?

    @Option(help: "How many members a set has, from 1 to 7. Default: \(Topology.defaultMembers).")
    var members: Int?

    func validate() throws {
        guard let members else { return }
        guard topology == .replicaSet else { throw ValidationError("--members goes with --topology replica-set") }
        guard (1...7).contains(members) else { throw ValidationError("--members takes a number from 1 to 7") }
    }

    var value: Topology {
        switch topology {
        case .standalone, nil: .standalone
        case .replicaSet: .replicaSet(members: members ?? Topology.defaultMembers)
        }
    }
}
