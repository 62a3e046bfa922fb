/// Why there is no such plan.
package enum PlanError: Error, Equatable {
    case unknownSelection(String, known: [String])
    /// No cell of the plan has a name that begins like this.
    case notInPlan(String)
    /// Not `i/n` with 1 ≤ i ≤ n.
    case notAShard(String)
}

extension PlanError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownSelection(let name, let known):
            "the matrix has no selection `\(name)`, only \(known.map { "`\($0)`" }.joined(separator: ", "))"
        case .notInPlan(let name): "no cell of the plan is called `\(name)`"
        case .notAShard(let text): "`\(text)` is not a shard such as `2/5`"
        }
    }

    package var hint: String? {
        switch self {
        case .unknownSelection: nil
        case .notInPlan:
            "a cell is named `3.13.5+6.1.1+daemon+event+standalone+pymongo-4.20.0`; from its end, parts may be left out"
        case .notAShard: "the first number counts from 1 and the second is how many shards there are"
        }
    }
}
