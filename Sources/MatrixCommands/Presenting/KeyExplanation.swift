import MatrixModel
import MatrixStore

/// The inputs of an entry's key, and which of them another one has otherwise.
struct KeyExplanation: Encodable {
    var kind: String
    var label: String
    var key: String
    var published: String
    var inputs: [BuildInputs.Row]
    var comparedWith: String?
    var differences: [InputComparison.Difference]?
    private var otherTitle: String?

    enum CodingKeys: CodingKey {
        case kind, label, key, published, inputs, comparedWith, differences
    }

    init(_ entry: Entry, _ other: Entry?) {
        (kind, label, key) = (entry.kind.rawValue, entry.record.label, entry.key.text)
        (published, inputs) = (entry.record.published, entry.record.inputs)
        guard let other else { return }
        comparedWith = other.key.text
        differences = InputComparison(other.record.inputs, entry.record.inputs).differences
        otherTitle = "\(other.kind.rawValue) \(other.record.label), \(other.key), of \(other.record.published)"
    }

    var text: String {
        let title = "\(kind) \(label), \(key), of \(published)"
        guard let differences, let otherTitle else {
            return title + "\n" + inputs.map { "  \($0.name): \($0.value)" }.joined(separator: "\n")
        }
        let lines = differences.flatMap { difference in
            ["\(difference.name):"] + difference.first.map { "  - \($0)" } + difference.second.map { "  + \($0)" }
        }
        return
            (["- \(otherTitle)", "+ \(title)"] + (lines.isEmpty ? ["the inputs are the same"] : lines))
            .joined(separator: "\n")
    }
}
