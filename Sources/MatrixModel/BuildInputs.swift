/// Everything that a build's outcome depends on, in a fixed order: what a build key is a digest of.
package struct BuildInputs: Hashable, Sendable {
    package struct Row: Hashable, Sendable, Codable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package let kind: EntryKind
    package private(set) var rows: [Row] = []

    package init(kind: EntryKind) { self.kind = kind }

    /// The inputs that a record holds.
    package init(kind: EntryKind, rows: [Row]) {
        self.kind = kind
        self.rows = rows
    }

    package mutating func add(_ name: String, _ value: String) { rows.append(Row(name: name, value: value)) }

    package mutating func add(_ name: String, _ values: [String]) {
        for value in values { add(name, value) }
    }

    /// Variables, in the order of their names.
    package mutating func add(_ name: String, _ variables: [String: String]) {
        add(name, variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
    }

    /// One line a row, unambiguous because line ends and backslashes are escaped.
    package var canonicalText: String {
        ([("kind", kind.bucket)] + rows.map { ($0.name, $0.value) }).map { name, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
            return "\(name)=\(escaped)\n"
        }.joined()
    }
}

/// What a store holds.
package enum EntryKind: String, Sendable, Codable, CaseIterable {
    case python
    case modWsgi = "mod_wsgi"
    case driver
    case mongodb

    /// The folder of a store for this kind; the number is the version of its format.
    package var bucket: String { rawValue + "-v1" }
}

/// Names an entry: the first 32 hexadecimal digits of the SHA-256 of all its inputs.
///
/// 128 bits are enough against accidents, and the shorter path leaves room in `#!` lines and socket addresses.
package struct BuildKey: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package init(_ digest: SHA256Digest) { text = String(digest.hexadecimal.prefix(32)) }

    /// Reads 32 hexadecimal digits.
    package init?(_ text: String) {
        guard text.utf8.count == 32, text.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) else { return nil }
        self.text = text
    }

    package var description: String { text }
}
