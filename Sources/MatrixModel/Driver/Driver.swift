/// A driver that was chosen: one release, or the files of one checkout.
package enum Driver: Hashable, Sendable, CustomStringConvertible {
    case release(Version)
    /// The digest is of the files that were copied, whatever commit they are.
    case checkout(SHA256Digest)

    /// For people and file names: `pymongo-4.20.0`, `checkout-8f14e45fceea`.
    package var description: String {
        switch self {
        case .release(let version): "pymongo-\(version)"
        case .checkout(let digest): "checkout-\(digest.hexadecimal.prefix(12))"
        }
    }
}
