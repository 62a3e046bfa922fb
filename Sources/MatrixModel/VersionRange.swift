/// A set of versions as recipes write it: `*`, `4.9.*`, `3.13.5`, or comparisons joined by commas (`>=3.8,<3.13`).
package struct VersionRange: Hashable, Sendable, CustomStringConvertible {
    /// The text it was read from.
    package let description: String
    private let clauses: [Clause]

    /// Reads the text; nil when it is none of the forms above.
    package init?(_ text: String) {
        var clauses: [Clause] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let clause = Clause(part.trimmingSpaces()) else { return nil }
            clauses.append(clause)
        }
        guard !clauses.isEmpty else { return nil }
        self.description = text
        self.clauses = clauses
    }

    /// Whether every clause holds for `version`.
    package func contains(_ version: Version) -> Bool { clauses.allSatisfy { $0.holds(for: version) } }
}

private enum Clause: Hashable, Sendable {
    case any
    case prefix(Version)
    case exactly(Version)
    case less(Version)
    case atMost(Version)
    case atLeast(Version)
    case more(Version)

    init?(_ text: Substring) {
        if text == "*" {
            self = .any
        } else if text.hasSuffix(".*"), let version = Version(text.dropLast(2)) {
            self = .prefix(version)
        } else if text.hasPrefix("<="), let version = Version(text.dropFirst(2).trimmingSpaces()) {
            self = .atMost(version)
        } else if text.hasPrefix(">="), let version = Version(text.dropFirst(2).trimmingSpaces()) {
            self = .atLeast(version)
        } else if text.hasPrefix("<"), let version = Version(text.dropFirst().trimmingSpaces()) {
            self = .less(version)
        } else if text.hasPrefix(">"), let version = Version(text.dropFirst().trimmingSpaces()) {
            self = .more(version)
        } else if let version = Version(text) {
            self = .exactly(version)
        } else {
            return nil
        }
    }

    func holds(for version: Version) -> Bool {
        switch self {
        case .any: true
        case .prefix(let prefix): version.hasPrefix(prefix)
        case .exactly(let other): version == other
        case .less(let other): version < other
        case .atMost(let other): version <= other
        case .atLeast(let other): version >= other
        case .more(let other): version > other
        }
    }
}

extension StringProtocol {
    /// The text without spaces at either end.
    package func trimmingSpaces() -> Substring {
        let start = self.drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return Substring(start[...end])
    }
}
