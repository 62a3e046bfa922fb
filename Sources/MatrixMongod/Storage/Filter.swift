import MatrixModel

/// A query by equality of top-level fields; `{}` matches everything.
struct Filter {
    private var wanted: [(name: ArraySlice<UInt8>, value: ComparableValue)] = []

    static let everything = Filter()

    private init() {}

    /// Throws for operators, dotted names and patterns, which this server does not have.
    init(_ document: BSONDocument?) throws(CommandFailure) {
        for element in document ?? [:] {
            if element.name.first == UInt8(ascii: "$"), element.key != "$comment" { throw .unsupported(element.key) }
            if element.key == "$comment" { continue }
            if element.name.contains(UInt8(ascii: ".")) || element.type == .regularExpression {
                throw .unsupported("a query on `\(element.key)`")
            }
            if let operation = element.document?.first(where: { $0.name.first == UInt8(ascii: "$") }) {
                throw .unsupported(operation.key)
            }
            wanted.append((element.name, ComparableValue(element)))
        }
    }

    var matchesEverything: Bool { wanted.isEmpty }

    func matches(_ document: BSONDocument) -> Bool {
        wanted.allSatisfy { name, value in
            guard let element = document.first(where: { $0.name.elementsEqual(name) }) else {
                // A query for null finds documents without the field.
                if case .bytes(.null, _) = value { return true }
                return false
            }
            return ComparableValue(element) == value
        }
    }
}
