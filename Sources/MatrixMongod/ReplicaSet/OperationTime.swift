import MatrixModel

/// The place of a write among all: the election under which it was done, and its number.
struct OperationTime: Hashable, Comparable {
    var term: Int64 = 0
    var index: Int64 = 0

    static func < (left: Self, right: Self) -> Bool { (left.term, left.index) < (right.term, right.index) }
}

/// What a member is, with MongoDB's numbers.
enum Role: Int32 {
    case startup = 0
    case primary = 1
    case secondary = 2
    /// Has not all documents yet.
    case recovering = 3

    var name: String {
        switch self {
        case .startup: "STARTUP"
        case .primary: "PRIMARY"
        case .secondary: "SECONDARY"
        case .recovering: "RECOVERING"
        }
    }
}
