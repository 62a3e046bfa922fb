/// What is known about a pair before anything is downloaded.
package struct Compatibility: Hashable, Sendable {
    package var verdict: Verdict
    /// One sentence.
    package var reason: String
    /// Where the reason comes from: a release note, an issue, or `built here`.
    package var source: String
    /// For `compiler-dependent`: the compilers that refuse the pair, such as `gcc>=14`.
    package var compiler: String?

    package init(verdict: Verdict, reason: String, source: String, compiler: String?) {
        self.verdict = verdict
        self.reason = reason
        self.source = source
        self.compiler = compiler
    }

    package enum Verdict: String, Sendable, Codable {
        case supported, unsupported
        case compilerDependent = "compiler-dependent"
    }

    /// Whether the pair cannot be built with a compiler named like `gcc 12.2.0`.
    package func isRefused(by compiler: String) -> Bool {
        switch verdict {
        case .supported: return false
        case .unsupported: return true
        case .compilerDependent:
            let words = compiler.split(separator: " ")
            guard let pattern = self.compiler, words.count == 2, let version = Version(words[1]),
                pattern.hasPrefix(words[0]), let range = VersionRange(String(pattern.dropFirst(words[0].count)))
            else { return false }
            return range.contains(version)
        }
    }
}
