/// Why a recipe was refused.
package enum RecipeError: Error, Equatable {
    /// The text is not YAML; `detail` is the parser's own sentence.
    case notYAML(file: String, line: Int, detail: String)
    /// A value is missing or is not what the format asks for.
    case unexpected(file: String, line: Int, path: String, expected: String, found: String)
    /// A key that the format does not know: most often a typing error.
    case unknownKey(file: String, line: Int, key: String, known: [String])
    /// No version answers to the text; `suggestions` are the nearest that do.
    case unknownVersion(kind: RecipeKind, text: String, suggestions: [String])
}

extension RecipeError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notYAML(let file, let line, let detail):
            "`\(file):\(line)` is not YAML: \(detail)"
        case .unexpected(let file, let line, let path, let expected, let found):
            "`\(file):\(line)`: `\(path)` must be \(expected), found \(found)"
        case .unknownKey(let file, let line, let key, let known):
            "`\(file):\(line)`: unknown key `\(key)`, expected one of \(known.map { "`\($0)`" }.joined(separator: ", "))"
        case .unknownVersion(let kind, let text, let suggestions):
            suggestions.isEmpty
                ? "no recipe for \(kind.title) `\(text)`"
                : "no recipe for \(kind.title) `\(text)`, did you mean \(suggestions.map { "`\($0)`" }.joined(separator: " or "))?"
        }
    }
}

/// What a recipe file is about.
package enum RecipeKind: String, Sendable, CaseIterable {
    case cpython
    case modWsgi = "mod_wsgi"
    case driver
    case matrix
    case mongodb

    /// The name as its makers write it.
    package var title: String {
        switch self {
        case .cpython: "Python"
        case .modWsgi: "mod_wsgi"
        case .driver: "PyMongo"
        case .matrix: "matrix"
        case .mongodb: "MongoDB"
        }
    }

    /// The file that holds it in a recipe folder.
    package var fileName: String { rawValue + ".yaml" }
}
