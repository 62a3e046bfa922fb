/// Why there is no such plan.
package enum PlanError: Mendable, Equatable {
    case unknownSelection(String, known: [String])
    /// The matrix excludes all that the selection names.
    case emptySelection(String)
    /// What `option` was given is no range of versions.
    case notARange(option: String, String)
    /// No value of the plan's axis meets it.
    case noValue(option: String, String, known: [String])
    /// Each option met something, and no cell meets both.
    case nothingLeft(option: String, String, after: String)
    /// No cell of the plan has a name with this in it; `nearest` are parts of names.
    case notInPlan(String, nearest: [String])
    /// Not `i/n` with 1 ≤ i ≤ n.
    case notAShard(String)
}

extension PlanError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownSelection(let name, let known): "the matrix has no selection `\(name)`, only \(list(known))"
        case .emptySelection(let name):
            "the selection `\(name)` has no cells: `exclude` of the matrix takes all of them"
        case .notARange(let option, let text): "`\(option) \(text)` is not a range of versions"
        case .noValue(let option, let text, let known):
            "`\(option) \(text)` leaves nothing of the plan, which has \(list(known))"
        case .nothingLeft(let option, let text, let earlier):
            "`\(option) \(text)` leaves nothing of what `\(earlier)` left"
        case .notInPlan(let name, let nearest):
            "`--only \(name)` is in no cell of the plan"
                + (nearest.isEmpty ? "" : ", did you mean \(list(nearest, last: " or "))?")
        case .notAShard(let text): "`\(text)` is not a shard such as `2/5`"
        }
    }

    package var hint: String? {
        switch self {
        case .unknownSelection, .emptySelection: nil
        case .notARange: "a range is `>=3.9`, `>=3.9,<3.13`, `4.9.*` or `3.13.5`; alternatives are joined by commas"
        case .noValue, .nothingLeft: "`wsgimatrix plan --all` shows every value of the matrix"
        case .notInPlan:
            "a cell is named `3.13.5+6.1.1+daemon+event+standalone+pymongo-4.20.0`; any of its parts may be given, with `+` between those that follow one another"
        case .notAShard: "the first number counts from 1 and the second is how many shards there are"
        }
    }
}

private func list(_ texts: [String], last separator: String = ", ") -> String {
    let quoted = texts.map { "`\($0)`" }
    return (quoted.count > 2 ? [quoted.dropLast().joined(separator: ", "), quoted[quoted.count - 1]] : quoted).joined(
        separator: separator)
}
