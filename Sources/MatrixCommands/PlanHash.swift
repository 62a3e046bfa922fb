import MatrixHost
import MatrixModel

extension Plan {
    /// Names the plan: the SHA-256 of its cells, of which cannot be built, and of how they are expected to fail.
    var contentHash: String { sha256(of: canonicalText).hexadecimal }
}
