package import SystemPackage

/// How values are written into Apache's configuration so that it reads exactly them.
package enum ApacheText {
    /// A value in quotes. What quotes cannot carry is refused: control characters end a line or a value, and Apache
    /// replaces `${NAME}` wherever it stands.
    package static func quoted(_ text: String) throws -> String {
        try refuse(text, "a control character") { $0.value < 0x20 || $0.value == 0x7F }
        guard !text.contains("${") else { throw ServerError.unwritableValue(text, reason: "it holds `${`") }
        return "\"" + text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] } + "\""
    }

    /// A path that goes where Apache matches wildcards (`Include`).
    package static func quotedPattern(_ path: FilePath) throws -> String {
        try refuse(path.string, "a wildcard (`*`, `?` or `[`)") { ["*", "?", "["].contains($0) }
        return try quoted(path.string)
    }

    /// A path that becomes a `Define`: it is put into quoted text as it is, where nothing can be escaped any more.
    package static func quotedDefinition(_ path: FilePath) throws -> String { "\"" + (try definition(path)) + "\"" }

    /// The same for a template that has the quotes, around more than the path.
    static func definition(_ path: FilePath) throws -> String {
        try refuse(path.string, "a quote or a backslash") { $0 == "\"" || $0 == "\\" }
        return String(try quoted(path.string).dropFirst().dropLast())
    }

    /// A bare word: the name of a directive, an option or a user.
    package static func word(_ text: String) throws -> String {
        try refuse(text, "a character that no name has") { character in
            !(character.properties.isAlphabetic || character.properties.numericType != nil
                || "-_.".unicodeScalars.contains(character))
        }
        guard !text.isEmpty else { throw ServerError.unwritableValue(text, reason: "it is empty") }
        return text
    }

    private static func refuse(_ text: String, _ what: String, where isBad: (Unicode.Scalar) -> Bool) throws {
        if text.unicodeScalars.contains(where: isBad) {
            throw ServerError.unwritableValue(text, reason: "it holds \(what)")
        }
    }
}
