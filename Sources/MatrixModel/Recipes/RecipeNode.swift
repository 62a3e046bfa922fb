import Yams

/// A place in a recipe file: typed access whose errors name file, line, key and what was expected.
struct RecipeNode {
    let file: String
    let path: String
    let node: Node

    /// Parses a whole file.
    static func root(of text: String, file: String) throws -> RecipeNode {
        do {
            // `basic` gives every scalar as it is written: here `3.10` is no number and `no` is no answer.
            guard let node = try Yams.compose(yaml: text, .basic) else {
                throw RecipeError.unexpected(file: file, line: 1, path: file, expected: "a mapping", found: "nothing")
            }
            return RecipeNode(file: file, path: "", node: node)
        } catch let error as YamlError {
            throw RecipeError.notYAML(file: file, line: error.line, detail: error.problem)
        }
    }

    private var line: Int { node.mark?.line ?? 1 }

    func unexpected(_ expected: String) -> RecipeError {
        let found =
            switch node {
            case .scalar(let scalar): "`\(scalar.string)`"
            case .mapping: "a mapping"
            case .sequence: "a list"
            case .alias: "an alias"
            }
        return .unexpected(file: file, line: line, path: path.isEmpty ? file : path, expected: expected, found: found)
    }

    /// The pairs of a mapping in the order of the file.
    func pairs() throws -> [(key: RecipeNode, value: RecipeNode)] {
        guard case .mapping(let mapping) = node else { throw unexpected("a mapping") }
        return try mapping.map { key, value in
            let keyNode = RecipeNode(file: file, path: path, node: key)
            let name = try keyNode.text()
            return (keyNode, RecipeNode(file: file, path: path.isEmpty ? name : "\(path).\(name)", node: value))
        }
    }

    /// Refuses keys outside `known`.
    func check(keys known: [String]) throws {
        for (key, _) in try pairs() {
            let name = try key.text()
            if !known.contains(name) {
                throw RecipeError.unknownKey(file: file, line: key.line, key: name, known: known.sorted())
            }
        }
    }

    /// The value of a key that may be missing.
    func optional(_ key: String) throws -> RecipeNode? {
        try pairs().first { $0.key.node.scalar?.string == key }?.value
    }

    /// The value of a key that must be there.
    func required(_ key: String, _ expected: String) throws -> RecipeNode {
        guard let value = try optional(key) else {
            throw RecipeError.unexpected(
                file: file, line: line, path: path.isEmpty ? key : "\(path).\(key)", expected: expected,
                found: "nothing")
        }
        return value
    }

    func list() throws -> [RecipeNode] {
        guard case .sequence(let sequence) = node else { throw unexpected("a list") }
        return sequence.enumerated().map { RecipeNode(file: file, path: "\(path)[\($0.offset)]", node: $0.element) }
    }

    /// The values of a key that holds one or a list of them; nil when the key is missing.
    func oneOrMore<Value>(_ key: String, _ read: (RecipeNode) throws -> Value) throws -> [Value]? {
        guard let value = try optional(key) else { return nil }
        if case .sequence = value.node { return try value.list().map(read) }
        return [try read(value)]
    }

    func text(_ expected: String = "text") throws -> String {
        guard case .scalar(let scalar) = node else { throw unexpected(expected) }
        return scalar.string
    }

    func texts() throws -> [String] { try list().map { try $0.text() } }

    func value<Value>(_ expected: String, _ read: (String) -> Value?) throws -> Value {
        guard let value = read(try text(expected)) else { throw unexpected(expected) }
        return value
    }

    func version() throws -> Version { try value("a version such as \"3.13.5\"") { Version($0) } }

    func range() throws -> VersionRange { try value("a range such as \">=3.8,<3.13\"") { VersionRange($0) } }

    func digest() throws -> SHA256Digest {
        try value("a SHA-256 of 64 hexadecimal digits") { SHA256Digest($0) }
    }

    func size() throws -> ByteCount {
        try value("a size in bytes") { text in Int64(text).flatMap { $0 > 0 ? ByteCount($0) : nil } }
    }

    func optionalTexts(_ key: String) throws -> [String] { try optional(key)?.texts() ?? [] }
}

extension YamlError {
    fileprivate var line: Int {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: 1
        }
    }

    fileprivate var problem: String {
        switch self {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _): problem
        default: "\(self)"
        }
    }
}
