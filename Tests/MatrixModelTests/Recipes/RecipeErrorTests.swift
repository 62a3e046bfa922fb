import MatrixModel
import Testing

/// A recipe that is wrong is refused with its file, its line and what was expected.
struct RecipeErrorTests {
    private let digest = String(repeating: "ab", count: 32)

    private func recipe(_ lines: String) throws -> CPythonRecipe {
        try CPythonRecipe(lines, file: "cpython.yaml")
    }

    private func refusal(_ text: String) -> RecipeError? {
        #expect(throws: RecipeError.self) { try recipe(text) }
    }

    private var head: String {
        """
        format: 1
        kind: cpython
        archives:
          xz: {file: "Python-{version}.tar.xz", url: "https://example.invalid/{version}"}

        """
    }

    @Test func notYAML() {
        guard case .notYAML("cpython.yaml", let line, _) = refusal("format: 1\nkind: [cpython\n") else {
            Issue.record("another error")
            return
        }
        #expect(line >= 2)
    }

    @Test func anEmptyFile() {
        #expect(
            refusal("")
                == .unexpected(
                    file: "cpython.yaml", line: 1, path: "cpython.yaml", expected: "a mapping", found: "nothing"))
    }

    @Test func aShortDigest() {
        #expect(
            refusal(head + "versions:\n  \"3.13.5\": {xz: {sha256: \"abc\"}}\n")
                == .unexpected(
                    file: "cpython.yaml", line: 6, path: "versions.3.13.5.xz.sha256",
                    expected: "a SHA-256 of 64 hexadecimal digits", found: "`abc`"))
    }

    @Test func aVersionThatIsNone() {
        #expect(
            refusal(head + "versions:\n  three: {xz: {sha256: \"\(digest)\"}}\n")
                == .unexpected(
                    file: "cpython.yaml", line: 6, path: "versions", expected: "a version such as \"3.13.5\"",
                    found: "`three`"))
    }

    @Test func aKeyWithATypingError() {
        let text = head + "versions:\n  \"3.13.5\": {xz: {sha265: \"\(digest)\"}}\n"
        #expect(
            refusal(text)
                == .unknownKey(file: "cpython.yaml", line: 6, key: "sha265", known: ["sha256", "size"]))
        #expect(
            refusal(text)?.description == "`cpython.yaml:6`: unknown key `sha265`, expected one of `sha256`, `size`")
    }

    @Test func aVersionWithoutATarball() {
        guard case .unexpected(_, 6, "versions.3.13.5", _, _) = refusal(head + "versions:\n  \"3.13.5\": {}\n") else {
            Issue.record("another error")
            return
        }
    }

    @Test func anotherKind() {
        guard case .unexpected(_, 2, "kind", "`cpython`", "`mod_wsgi`") = refusal("format: 1\nkind: mod_wsgi\n") else {
            Issue.record("another error")
            return
        }
    }

    @Test func aRangeThatIsNone() {
        let rows = "versions:\n  \"3.13.5\": {xz: {sha256: \"\(digest)\"}}\nflags:\n  - {when: \"~3\", flags: []}\n"
        guard case .unexpected(_, 8, "flags[0].when", _, "`~3`") = refusal(head + rows) else {
            Issue.record("another error")
            return
        }
    }
}
